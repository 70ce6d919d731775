package dev.torc.cli;

import dev.torc.config.Configuration;
import dev.torc.routing.RequestView;
import dev.torc.routing.RouteCheck;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code torc check-route}. */
@Command(
    name = "check-route",
    description = "Show which rule of which route a request meets, by the routes alone.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {
      "",
      "Examples:",
      "  torc check-route -f routes.yaml http://nginx.default.svc.cluster.local/foo",
      "  torc check-route -f routes.yaml POST http://shop.example/cart -H 'baggage:"
          + " username=admin'",
      "",
      "The file may be a torc.yaml; its backends are not looked at, and nothing is",
      "sent. With --json, \"backend\" is the first of several.",
      "",
      "Exit code 1 if the request goes nowhere, 2 if the file or the URL is wrong.",
    })
final class CheckRouteCommand implements Callable<Integer> {

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The file with the routes.")
  private Path file;

  @Mixin private RequestOptions request;

  @Option(names = "--json", description = "Print one JSON object, also for a failure.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  CheckRouteCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    RoutingConfig config = Configuration.load(file, RoutingConfig.class);
    try {
      RequestView view = request.request();
      // Always the same draw: what is checked is the routes, not chance.
      RouteDecision decision = RouteCheck.check(config.routes(), view, config.search(), () -> 0);
      print(new DecisionReport(decision, view.port()), out);
    } catch (RoutingException e) {
      if (!json) {
        throw e;
      }
      out.println(Json.write(DecisionReport.object(e)));
      return DecisionReport.exitCode(e);
    }
    return 0;
  }

  private void print(DecisionReport report, PrintWriter out) {
    if (json) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      report.addTo(object);
      out.println(Json.write(object));
    } else {
      TextTable table = new TextTable("<<");
      report.addTo(table);
      table.lines().forEach(out::println);
    }
  }
}
