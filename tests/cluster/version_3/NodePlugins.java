// The plugins that a node of OpenSearch 3 needs, as its constructor takes them.
import java.util.List;
import org.opensearch.Version;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** The transport alone. */
final class NodePlugins {
    static final List<PluginInfo> ALL = List.of(new PluginInfo(
        "transport-netty4", "the transport", "", Version.CURRENT, "21",
        Netty4ModulePlugin.class.getName(), null, List.of(), false));

    private NodePlugins() { }
}
