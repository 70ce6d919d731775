package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.load.LoadSample;
import dev.torc.cli.load.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a terminal shows meanwhile. */
final class LoadProgressTest {
  private final StringWriter written = new StringWriter();
  private final AtomicLong millis = new AtomicLong();

  private LoadProgress progress(Duration duration) {
    return new LoadProgress(
        new PrintWriter(written), duration, () -> Instant.ofEpochMilli(millis.get()));
  }

  private static LoadSample ended(Outcome outcome) {
    return new LoadSample(1, "a", Duration.ZERO, Duration.ZERO, Duration.ZERO, outcome);
  }

  @Test
  void rewritesOneLineAndTakesItAwayAtTheEnd() {
    LoadProgress progress = progress(Duration.ofSeconds(10));
    progress.ended(ended(new Outcome.Response(200)));
    progress.ended(ended(new Outcome.Failure("timeout")));
    millis.set(2500);
    progress.show();
    progress.close();
    progress.show();
    assertThat(written)
        .hasToString(
            "\r"
                + "\033[K██████░░░░░░░░░░░░░░░░░░ 2.5 s, 7.5 s left; 2 requests, 0.8/s, 1 errors\r"
                + "\033[K");
  }

  @Test
  void knowsTheBeginningTheEndAndNoDuration() {
    LoadProgress progress = progress(Duration.ZERO);
    progress.show();
    assertThat(written.toString())
        .contains("█".repeat(24) + " 0.0 s, 0.0 s left; 0 requests, 0.0/s");
    millis.set(3000);
    progress.show();
    assertThat(written.toString())
        .endsWith("█".repeat(24) + " 3.0 s, 0.0 s left; 0 requests, 0.0/s, 0 errors");
    progress.close();
  }
}
