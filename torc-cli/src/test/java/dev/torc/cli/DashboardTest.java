package dev.torc.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.config.Configuration;
import dev.torc.gateway.AdminConfig;
import dev.torc.gateway.CacheConfig;
import dev.torc.gateway.Gateway;
import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard asks for nothing but what a gateway exports, and is laid out properly. */
final class DashboardTest {
  private static final Path FOLDER = Path.of(System.getProperty("torc.root"), "docs", "grafana");

  private static final int KEYS = 50;

  /** Prometheus adds them to whatever it scrapes. */
  private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

  private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!=|=)\"([^\"]*)\"");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|ignoring) \\(([^)]*)\\)");
  private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern OF_AN_ALERT = Pattern.compile("\\b(torc_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern OURS = Pattern.compile("\\b(?:torc|jvm|process|system)_\\w+");

  @TempDir private Path folder;

  /** One line of {@code /metrics}. */
  private record Sample(String name, Map<String, String> labels) {
    static Sample of(String line) {
      int end = line.indexOf('{');
      String name = line.substring(0, end < 0 ? line.indexOf(' ') : end);
      return new Sample(
          name,
          LABEL.matcher(line).results().collect(toMap(label -> label.group(1), l -> l.group(2))));
    }

    boolean matches(String selected, String matchers) {
      return name.equals(selected)
          && MATCHER
              .matcher(matchers)
              .results()
              .filter(matcher -> !OF_THE_TARGET.contains(matcher.group(1)))
              .allMatch(this::matches);
    }

    private boolean matches(MatchResult matcher) {
      String value = labels.get(matcher.group(1));
      if (value == null) {
        return false;
      }
      return switch (matcher.group(2)) {
        case "=~" -> value.matches(matcher.group(3));
        case "!=" -> !value.equals(matcher.group(3));
        default -> value.equals(matcher.group(3));
      };
    }
  }

  private static List<JsonNode> panels() throws IOException {
    List<JsonNode> panels = new ArrayList<>();
    JsonMapper.shared()
        .readTree(Files.readString(FOLDER.resolve("torc-cache.json")))
        .get("panels")
        .forEach(panels::add);
    return panels;
  }

  private static Stream<JsonNode> targets() throws IOException {
    return panels().stream()
        .filter(panel -> panel.has("targets"))
        .flatMap(panel -> panel.get("targets").valueStream());
  }

  private Gateway gateway(RedisProcess... servers) {
    String addresses =
        Stream.of(servers)
            .map(server -> "127.0.0.1:" + server.address().getPort())
            .collect(joining("\", \"", "[\"", "\"]"));
    String yaml =
        "port: 0\nstateDir: '%s'\nnodes: {static: %s}\n"
            .formatted(folder.resolve("state"), addresses);
    return Gateway.start(
        Configuration.parse(yaml, "torc.yaml", CacheConfig.class),
        new AdminConfig("127.0.0.1", 0, null));
  }

  private static RawHttp.Response call(
      InetSocketAddress address, String method, String target, String body) {
    try (RawHttp http = RawHttp.connect(address)) {
      return http.request(method, target, body).response();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String metrics(Gateway gateway) {
    return call(gateway.adminAddress(), "GET", "/metrics", "").body();
  }

  /** What a gateway exports that has served, failed and changed its ring. */
  private List<Sample> samples() {
    try (RedisProcess first = RedisProcess.started();
        RedisProcess second = RedisProcess.started();
        Gateway gateway = gateway(first, second)) {
      for (int i = 0; i < KEYS; i++) {
        RawHttp.Response set = call(gateway.address(), "POST", "/key-" + i, "{\"value\":\"v\"}");
        assertThat(set.status()).isEqualTo(201);
      }
      assertThat(call(gateway.address(), "GET", "/", "").status()).isEqualTo(400);
      call(gateway.adminAddress(), "POST", "/changes", "{\"vnodes\":80}");
      await()
          .atMost(30, SECONDS)
          .until(() ->
              metrics(gateway).contains("torc_change_finished_total{state=\"committed\"} 1.0"));
      second.kill();
      await()
          .atMost(30, SECONDS)
          .until(() ->
              IntStream.range(0, KEYS)
                  .anyMatch(i -> call(gateway.address(), "GET", "/key-" + i, "").status() == 503));
      System.gc();
      // What the collector did is told by a thread of its own.
      await()
          .atMost(30, SECONDS)
          .until(() -> metrics(gateway).contains("jvm_gc_pause_seconds_sum"));
      return metrics(gateway)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Sample::of)
          .toList();
    }
  }

  @Test
  void everyQueryAndEveryAlertAsksForWhatIsThere() throws IOException {
    List<Sample> samples = samples();
    assertAlertsAskForWhatIsThere(samples);
    assertThat(targets().count()).isGreaterThan(30);
    targets()
        .forEach(target -> {
          String query = target.get("expr").asString();
          Set<String> labels = new HashSet<>();
          GROUPING
              .matcher(query)
              .results()
              .forEach(group -> labels.addAll(List.of(group.group(1).split(", ", -1))));
          IN_LEGEND
              .matcher(target.get("legendFormat").asString())
              .results()
              .forEach(label -> labels.add(label.group(1)));
          labels.removeAll(OF_THE_TARGET);
          List<MatchResult> selectors = SELECTOR.matcher(query).results().toList();
          assertThat(selectors).as(query).isNotEmpty();
          // Or a metric is asked for without the variables.
          assertThat(selectors).as(query).hasSize((int) OURS.matcher(query).results().count());
          for (MatchResult selector : selectors) {
            assertThat(selector.group(2))
                .as(query)
                .startsWith("job=~\"$job\",instance=~\"$instance\"");
            assertThat(samples)
                .as(query)
                .anyMatch(sample ->
                    sample.matches(selector.group(1), selector.group(2))
                        && sample.labels.keySet().containsAll(labels));
          }
        });
  }

  private static void assertAlertsAskForWhatIsThere(List<Sample> samples) throws IOException {
    List<MatchResult> selectors =
        OF_AN_ALERT.matcher(Files.readString(FOLDER.resolve("alerts.yml"))).results().toList();
    assertThat(selectors).hasSizeGreaterThan(10);
    for (MatchResult selector : selectors) {
      String matchers = selector.group(2) == null ? "" : selector.group(2);
      assertThat(samples)
          .as(selector.group())
          .anyMatch(sample -> sample.matches(selector.group(1), matchers));
    }
  }

  @Test
  void panelsSayWhatTheyShowAndInWhichUnit() throws IOException {
    Set<Integer> ids = new HashSet<>();
    Set<String> titles = new HashSet<>();
    for (JsonNode panel : panels()) {
      String title = panel.get("title").asString();
      assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
      assertThat(titles.add(panel.get("type").asString() + title)).as(title).isTrue();
      if (!panel.get("type").asString().equals("row")) {
        assertThat(panel.get("description").asString()).as(title).endsWith(".");
        assertThat(panel.get("fieldConfig").get("defaults").get("unit").asString())
            .as(title)
            .isNotEmpty();
        assertThat(panel.get("targets").valueStream())
            .as(title)
            .isNotEmpty()
            .allMatch(
                target -> target.get("datasource").get("uid").asString().equals("${datasource}"));
      }
    }
  }

  @Test
  void panelsLieBesideEachOther() throws IOException {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : panels()) {
      JsonNode at = panel.get("gridPos");
      for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
        assertThat(x).isBetween(0, 23);
        for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
          assertThat(taken.add(x + "," + y)).as("%s", panel.get("title")).isTrue();
        }
      }
    }
  }
}
