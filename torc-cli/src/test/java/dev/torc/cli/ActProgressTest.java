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

/** What a terminal shows during an act. */
final class ActProgressTest {
  private final StringWriter written = new StringWriter();
  private final AtomicLong millis = new AtomicLong();

  private static LoadSample ended(Outcome outcome) {
    return new LoadSample(1, "a", Duration.ZERO, Duration.ZERO, Duration.ZERO, outcome);
  }

  @Test
  void countsTheCodesOnOneLine() {
    ActProgress progress =
        new ActProgress(
            new PrintWriter(written),
            Duration.ofSeconds(10),
            () -> Instant.ofEpochMilli(millis.get()));
    progress.ended(ended(new Outcome.Response(500)));
    progress.ended(ended(new Outcome.Response(200)));
    progress.ended(ended(new Outcome.Response(500)));
    progress.ended(ended(new Outcome.Failure("timeout")));
    millis.set(2500);
    progress.show();
    assertThat(written)
        .hasToString(
            "\r" + "\033[K  ██████░░░░░░░░░░░░░░░░░░ 2.5 of 10.0 s   200: 1   500: 2   errors: 1");
    millis.set(11_000);
    progress.show();
    assertThat(written.toString()).contains("█".repeat(24) + " 10.0 of 10.0 s");
    progress.close();
    assertThat(written.toString()).endsWith("\r\033[K");
  }
}
