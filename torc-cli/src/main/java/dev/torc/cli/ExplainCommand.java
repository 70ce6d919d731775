package dev.torc.cli;

import dev.torc.routing.Explanation;
import dev.torc.routing.Explanation.Step;
import dev.torc.routing.RequestView;
import dev.torc.routing.Router;
import dev.torc.routing.RoutingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code torc explain}. */
@Command(
    name = "explain",
    description = "Show why a request goes where it goes, or how keys spread over endpoints.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    footer = {
      "",
      "Examples:",
      "  torc explain -c torc.yaml http://recs.default.svc.cluster.local/?query=red",
      "  torc explain -c torc.yaml 'http://recs.default.svc.cluster.local/?query={}' \\",
      "    --keys queries.txt --more-than 5",
      "",
      "With --keys, each key takes the place of {}: percent-encoded in the URL, as it",
      "is in a header. Few keys never lie evenly: the table is what these endpoints",
      "get, the chance is what endpoints of other names would.",
      "",
      "Exit code 1 if the request goes nowhere, 2 if the file or the URL is wrong.",
    })
final class ExplainCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "The configuration file.")
  private Path file;

  @Mixin private RequestOptions request;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Keys, one a line, in UTF-8; - for standard input.")
  private @Nullable Path keys;

  @Option(
      names = "--more-than",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "With --keys: how many on one endpoint are many; ${DEFAULT-VALUE} if not given.")
  private int moreThan;

  @Option(names = "--list-keys", description = "With --keys: show the keys of each endpoint.")
  private boolean listKeys;

  @Option(names = "--json", description = "Print one JSON object, also for a failure.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  ExplainCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    checkTogether();
    Router router = ConfigFile.router(ConfigFile.load(file).routing(), file);
    try {
      if (keys == null) {
        return explain(router, out);
      }
      List<KeySpread> spreads = KeySpread.of(router, request, keysOf(keys), moreThan);
      if (json) {
        out.println(
            Json.write(Map.of("backends", spreads.stream().map(KeySpread::object).toList())));
      } else {
        print(spreads, out);
      }
    } catch (RoutingException e) {
      if (!json) {
        throw e;
      }
      out.println(Json.write(DecisionReport.object(e)));
      return DecisionReport.exitCode(e);
    }
    return 0;
  }

  private void checkTogether() {
    if (keys == null && listKeys) {
      throw new UsageException("--list-keys: without --keys (expected: both)");
    }
    if (keys != null && !request.contains(KeySpread.PLACEHOLDER)) {
      throw new UsageException(
          "--keys: no {} in the URL or a header (expected: a place for a key)");
    }
    if (moreThan < 0) {
      throw new UsageException("--more-than: " + moreThan + " (expected: 0 or more)");
    }
  }

  private static Set<String> keysOf(Path file) throws IOException {
    Set<String> keys = new LinkedHashSet<>();
    TextLines.forEach(
        file,
        "--keys",
        (key, line) -> {
          if (!key.isBlank()) {
            keys.add(key);
          }
        });
    if (keys.isEmpty()) {
      throw new UsageException("--keys: " + file + ": no keys (expected: one a line)");
    }
    return keys;
  }

  private int explain(Router router, PrintWriter out) {
    RequestView view = request.request();
    Explanation explanation = router.explain(view);
    RoutingException failure = explanation.failure();
    if (json) {
      out.println(Json.write(object(explanation, view.port())));
      return failure == null ? 0 : DecisionReport.exitCode(failure);
    }
    lines(explanation.steps()).forEach(out::println);
    if (failure != null) {
      throw failure;
    }
    return 0;
  }

  private void print(List<KeySpread> spreads, PrintWriter out) {
    for (int i = 0; i < spreads.size(); i++) {
      if (i > 0) {
        out.println();
      }
      spreads.get(i).lines(listKeys).forEach(out::println);
    }
  }

  private static List<String> lines(List<Step> steps) {
    TextTable table = new TextTable("<<<");
    Explanation.@Nullable Part part = null;
    for (Step step : steps) {
      table.row(step.part() == part ? "" : name(step), step.subject(), step.finding());
      part = step.part();
    }
    return table.lines();
  }

  private static String name(Step step) {
    return step.part().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, @Nullable Object> object(Explanation explanation, int port) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("steps", explanation.steps().stream().map(ExplainCommand::object).toList());
    if (explanation.endpoint() != null) {
      object.put("endpoint", explanation.endpoint().address().toString());
    }
    if (explanation.decision() != null) {
      new DecisionReport(explanation.decision(), port).addTo(object);
    }
    if (explanation.failure() != null) {
      object.putAll(DecisionReport.object(explanation.failure()));
    }
    return object;
  }

  private static Map<String, Object> object(Step step) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("part", name(step));
    object.put("subject", step.subject());
    object.put("finding", step.finding());
    return object;
  }
}
