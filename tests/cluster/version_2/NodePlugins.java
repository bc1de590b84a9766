// The plugins that a node of OpenSearch 2 needs, as its constructor takes them.
import java.util.List;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** The transport alone. */
final class NodePlugins {
    static final List<Class<? extends Plugin>> ALL = List.of(Netty4Plugin.class);

    private NodePlugins() { }
}
