package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.bench.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The torture itself, for as short a time as makes it one. */
@Timeout(240)
final class TortureTest {
  private static final Duration SHORT = Duration.ofSeconds(20);

  private final StringWriter told = new StringWriter();

  private TortureReport run(Plan plan) throws Exception {
    try (TortureRun run = new TortureRun(plan, Progress.on(new PrintWriter(told, true)))) {
      return run.run();
    }
  }

  private static long sum(Map<String, Long> counts, String kind) {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().startsWith(kind))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void nothingIsLostRevivedOrOutdatedWhileTheRingChanges() throws Exception {
    TortureReport report = run(Plan.of(11, SHORT, true, true, Set.of()));
    assertThat(report.findings()).as(report.text()).isEmpty();
    assertThat(report.checked().undecided()).as(report.text()).isZero();
    assertThat(report.operations().get("set stored")).isGreaterThan(500);
    assertThat(report.operations().get("get found")).isGreaterThan(500);
    assertThat(sum(report.operations(), "get missing")).isGreaterThan(50);
    assertThat(sum(report.operations(), "delete")).isGreaterThan(50);
    assertThat(report.changes().get("committed")).as(report.text()).isPositive();
    assertThat(report.faults()).as(report.text()).hasSizeGreaterThan(2);
    assertThat(report.checked().operations()).isEqualTo(sum(report.operations(), ""));
    assertThat(told.toString()).startsWith("torc: torture for 20 s, seed 11");
  }
}
