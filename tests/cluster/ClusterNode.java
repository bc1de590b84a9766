// Runs one OpenSearch node from jars on the class path, for tests/cluster.
import java.nio.file.Path;
import java.util.Map;
import java.util.HashMap;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;

/** Starts a node with the settings given as arguments, name=value, and runs until its standard input ends. */
public final class ClusterNode extends Node {
    private ClusterNode(Environment environment) {
        super(environment, NodePlugins.ALL, true);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            settings.put(argument.substring(0, at), argument.substring(at + 1));
        }
        Path config = Path.of(settings.get("path.home"), "config");
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            Settings.EMPTY, settings, config, () -> settings.get("node.name"));
        ClusterNode node = new ClusterNode(environment);
        node.start();
        System.out.println("started");
        while (System.in.read() >= 0) { }
        node.close();
        System.exit(0);
    }
}
