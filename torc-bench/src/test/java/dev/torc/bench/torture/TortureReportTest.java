package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.bench.torture.Findings.Finding;
import dev.torc.cache.coordination.Safeguard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run reports. */
final class TortureReportTest {

  private static TortureReport report(Set<Safeguard> without, Finding... findings) {
    return new TortureReport(
        Plan.of(42, Duration.ofSeconds(20), true, true, without),
        Duration.ofMillis(20_500),
        new TreeMap<>(Map.of("get found", 1000L, "set stored", 500L)),
        Map.of("committed", 7L),
        Map.of("kill gateway", 2L),
        1,
        new Judge.Checked(300, 1500, 0, Duration.ofMillis(1234)),
        findings.length,
        List.of(findings),
        findings.length == 0 ? null : Path.of("kept"));
  }

  @Test
  void textOfAGoodRun() {
    assertThat(report(Set.of()).text())
        .isEqualTo(
            """
            torture of 20.5 s, seed 42

            operations                        1500
              get found                       1000
              set stored                       500

            changes                              7
              committed                          7

            faults                               2
              kill gateway                       2

            checked in 1.2 s: 1500 operations on 300 keys, 0 keys undecided
            no violation
            """);
  }

  @Test
  void textOfABadRunHasTheSeedAndTheExplanation() {
    assertThat(
            report(Set.of(Safeguard.HOLD), new Finding("STALE_READ", "k1", "first\n  second"))
                .text())
        .startsWith("torture of 20.5 s, seed 42, without HOLD\n")
        .endsWith(
            """
            1 violations

            STALE_READ: k1
              first
                second

            the gateway's log and state: kept
            """);
  }

  @Test
  void json() {
    JsonNode json =
        JsonMapper.shared()
            .readTree(
                report(Set.of(Safeguard.HOLD), new Finding("STALE_READ", "k1", "why")).json());
    assertThat(json.propertyNames())
        .containsExactly(
            "seed",
            "seconds",
            "without",
            "operations",
            "changes",
            "faults",
            "losses",
            "checked",
            "violations",
            "findings",
            "folder");
    assertThat(json.get("seed").asLong()).isEqualTo(42);
    assertThat(json.get("without").get(0).asString()).isEqualTo("HOLD");
    assertThat(json.get("checked").get("seconds").asDouble()).isEqualTo(1.234);
    assertThat(json.get("findings").get(0).get("explanation").asString()).isEqualTo("why");
    assertThat(JsonMapper.shared().readTree(report(Set.of()).json()).get("folder").isNull())
        .isTrue();
  }
}
