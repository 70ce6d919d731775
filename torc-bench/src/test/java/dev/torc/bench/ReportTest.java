package dev.torc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.bench.Results.Build;
import dev.torc.bench.Results.Lookup;
import dev.torc.bench.Targets.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tables, JSON and verdicts of results that are given. */
final class ReportTest {
  private static final Results RESULTS =
      new Results(
          List.of(
              new Lookup(Algorithm.TORC_RING, 100, Key.LONG, 5, 0.001),
              new Lookup(Algorithm.TORC_MAGLEV, 100, Key.LONG, 2.04, 0),
              new Lookup(Algorithm.GUAVA, 100, Key.LONG, 50, 0),
              new Lookup(Algorithm.TREEMAP_RING, 100, Key.LONG, 280.6, 24),
              new Lookup(Algorithm.TORC_RING, 100, Key.STRING, 31, 48),
              new Lookup(Algorithm.DUBBO, 100, Key.STRING, 1200, 400),
              new Lookup(Algorithm.TORC_MAGLEV, 10_000, Key.LONG, 11, 0),
              new Lookup(Algorithm.GUAVA, 10_000, Key.LONG, 9.9, 0)),
          List.of(new Build(Algorithm.TORC_RING, 1000, 19, 3.5)));

  @Test
  void markdownHasARowForEachAlgorithmAndAColumnForEachNumberOfNodes() {
    String markdown = new Report(RESULTS).markdown("./torc bench hash", List.of("A machine."));
    assertThat(markdown)
        .contains("    ./torc bench hash\n")
        .contains(
            """
            | Algorithm | 100 | 10000 | B |
            | --- | --- | --- | --- |
            | torc ring | 5.0 | – | 0 |
            | torc maglev | 2.0 | 11.0 | 0 |
            | guava | 50.0 | 9.9 | 0 |
            | treemap ring | 281 | – | 24 |
            """)
        .contains("| torc ring | 31.0 | – | 48 |\n| dubbo | 1200 | – | 400 |\n")
        .contains("| torc ring | 1000 | 19.0 | 3.5 |")
        .contains("| torc ring / torc maglev | 100 nodes, long | 2.45 | at most 2.0 | no |")
        .endsWith("\nA machine.\n");
  }

  @Test
  void jsonIsAnArrayOfLookups() {
    JsonNode json = JsonMapper.shared().readTree(new Report(RESULTS).json());
    assertThat(json.size()).isEqualTo(8);
    assertThat(json.get(1).toString())
        .isEqualTo(
            "{\"algorithm\":\"torc maglev\",\"nodes\":100,\"key\":\"long\",\"nsPerOp\":2.04,"
                + "\"bytesPerOp\":0.0}");
  }

  @Test
  void everyTargetIsJudgedWhereThereAreFigures() {
    assertThat(Targets.verdicts(RESULTS))
        .containsExactly(
            verdict("torc ring / torc maglev", "100 nodes, long", "2.45", "at most 2.0", false),
            verdict(
                "nearest other ring / torc ring",
                "100 nodes, long",
                "56.1 (treemap ring)",
                "at least 5.0",
                true),
            verdict(
                "nearest other ring / torc ring",
                "100 nodes, string",
                "38.7 (dubbo)",
                "at least 5.0",
                true),
            verdict("guava / torc ring", "100 nodes, long", "10.0", "above 1", true),
            verdict(
                "fastest of torc / fastest peer",
                "100 nodes, long",
                "0.04 (torc maglev / guava)",
                "at most 1.1",
                true),
            verdict(
                "fastest of torc / fastest peer",
                "100 nodes, string",
                "0.03 (torc ring / dubbo)",
                "at most 1.1",
                true),
            verdict(
                "fastest of torc / fastest peer",
                "10000 nodes, long",
                "1.11 (torc maglev / guava)",
                "at most 1.1",
                false),
            verdict("torc ring", "100 nodes, string", "31.0 ns", "at most 30 ns", false),
            verdict("allocation of torc, the most", "long", "0.0 B (torc ring)", "0 B", true),
            verdict("allocation of torc, the most", "string", "48.0 B (torc ring)", "0 B", false),
            verdict("build a torc ring", "1000 nodes", "19.0 ms", "at most 20 ms", true),
            verdict("add a node to a torc ring", "1000 nodes", "3.5 ms", "at most 3 ms", false));
  }

  private static Verdict verdict(
      String target, String on, String figure, String limit, boolean met) {
    return new Verdict(target, on, figure, limit, met);
  }
}
