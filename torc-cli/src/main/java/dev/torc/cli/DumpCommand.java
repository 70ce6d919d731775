package dev.torc.cli;

import dev.torc.config.ConfigurationWriter;
import dev.torc.gateway.AdminConfig;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.SearchConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code torc dump}. */
@Command(
    name = "dump",
    description = "Print what Torc understood of a configuration file, so that it can be loaded.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {
      "",
      "Examples:",
      "  torc dump -c torc.yaml",
      "  torc dump -c torc.yaml routes --format json",
      "  torc dump -c torc.yaml routes --kube --namespace shop | kubectl apply -f -",
      "",
      "What has its default is left out, and so is admin.token. --kube prints routes as",
      "HTTPRoute and backends as patches of their Service, for kubectl patch --patch-file.",
      "",
      "Exit code 1 if Kubernetes has no place for something, 2 if the file is wrong.",
    })
final class DumpCommand implements Callable<Integer> {

  /** What to print. */
  enum Part {
    /** The routes alone. */
    ROUTES,
    /** The backends alone. */
    BACKENDS,
    /** Everything. */
    ALL
  }

  /** How to print it. */
  enum Format {
    /** For people. */
    YAML,
    /** For programs. */
    JSON
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "routes|backends|all",
      defaultValue = "all",
      description = "What to print; all if not given.")
  private Part part;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "The configuration file.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "yaml|json",
      defaultValue = "yaml",
      description = "How to print it; ${DEFAULT-VALUE} if not given.")
  private Format format;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--kube", description = "Print resources of Kubernetes.")
  private boolean kube;

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      description = "With --kube: the namespace of the routes; default if not given.")
  private @Nullable String namespace;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  DumpCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean asJson = json || format == Format.JSON;
    if (kube && asJson) {
      throw new UsageException("--kube: with JSON (expected: YAML, which kubectl reads)");
    }
    if (namespace != null && !kube) {
      throw new UsageException("--namespace: without --kube (expected: both)");
    }
    TorcConfig config = ConfigFile.load(file);
    if (kube) {
      return dumpKube(config.routing(), out);
    }
    Record chosen = chosen(config);
    out.print(
        asJson
            ? Json.writeIndented(ConfigurationWriter.toMap(chosen)) + System.lineSeparator()
            : ConfigurationWriter.yaml(chosen));
    out.flush();
    return 0;
  }

  private Record chosen(TorcConfig config) {
    RoutingConfig routing = config.routing();
    return switch (part) {
      case ROUTES -> new RoutingConfig(routing.routes(), List.of(), SearchConfig.NONE);
      case BACKENDS -> new RoutingConfig(List.of(), routing.backends(), SearchConfig.NONE);
      case ALL -> withoutToken(config);
    };
  }

  /** A secret does not belong into what is printed, pasted and kept. */
  private TorcConfig withoutToken(TorcConfig config) {
    AdminConfig admin = config.admin();
    if (admin.token() == null) {
      return config;
    }
    spec.commandLine().getErr().println("torc: admin.token is left out");
    return new TorcConfig(
        config.cache(), config.routing(), new AdminConfig(admin.host(), admin.port(), null));
  }

  private int dumpKube(RoutingConfig config, PrintWriter out) {
    KubeDocuments documents = new KubeDocuments();
    if (part != Part.BACKENDS) {
      String in = namespace == null ? "default" : namespace;
      config.routes().forEach(route -> documents.add(route, in));
    }
    if (part != Part.ROUTES) {
      config.backends().forEach(documents::add);
    }
    PrintWriter err = spec.commandLine().getErr();
    if (!documents.problems().isEmpty()) {
      documents.problems().forEach(problem -> err.println("torc: " + problem));
      return 1;
    }
    documents.notes().forEach(note -> err.println("torc: " + note));
    out.print(documents.text());
    out.flush();
    return 0;
  }
}
