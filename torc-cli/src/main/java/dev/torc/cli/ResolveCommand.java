package dev.torc.cli;

import dev.torc.routing.Endpoint;
import dev.torc.routing.Explanation;
import dev.torc.routing.RequestView;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.Router;
import dev.torc.routing.RoutingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code torc resolve}. */
@Command(
    name = "resolve",
    description = "Show the endpoint that a request would go to, without sending it.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {
      "",
      "Examples:",
      "  torc resolve -c torc.yaml http://recs.default.svc.cluster.local/?query=red",
      "  torc resolve -c torc.yaml POST http://shop.example/cart -H 'x-user: alice' --json",
      "",
      "Where chance decides, by weights or without a hash, so it does here.",
      "",
      "Exit code 1 if the request goes nowhere, 2 if the file or the URL is wrong.",
    })
final class ResolveCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "The configuration file.")
  private Path file;

  @Mixin private RequestOptions request;

  @Option(names = "--json", description = "Print one JSON object, also for a failure.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  ResolveCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Router router = ConfigFile.router(ConfigFile.load(file).routing(), file);
    try {
      RequestView view = request.request();
      Explanation explanation = router.explain(view);
      if (explanation.failure() != null) {
        throw explanation.failure();
      }
      print(explanation, router, view.port(), out);
    } catch (RoutingException e) {
      if (!json) {
        throw e;
      }
      out.println(Json.write(DecisionReport.object(e)));
      return DecisionReport.exitCode(e);
    }
    return 0;
  }

  private void print(Explanation explanation, Router router, int port, PrintWriter out) {
    Endpoint chosen = explanation.endpoint();
    String endpoint = chosen == null ? null : chosen.address().toString();
    RouteDecision decision = Objects.requireNonNull(explanation.decision());
    DecisionReport report = new DecisionReport(decision, port);
    if (json) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("endpoint", endpoint);
      report.addTo(object);
      out.println(Json.write(object));
    } else {
      TextTable table = new TextTable("<<");
      table.row("endpoint", endpoint == null ? "none, for the rule redirects" : endpoint);
      report.addTo(table);
      if (!router.config().routes().contains(decision.route())) {
        table.row("", "(no route is for it, but a backend has its name)");
      }
      table.lines().forEach(out::println);
    }
  }
}
