package dev.torc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told meanwhile. */
final class ProgressTest {
  private final StringWriter written = new StringWriter();

  @Test
  void countsAndEstimatesLineByLine() {
    tell(false);
    assertThat(written.toString().lines())
        .containsExactly(
            "torc: 3 benchmarks",
            "torc: [1/3] a; 8 min left",
            "torc: [2/3] b; 2 min left",
            "torc: [3/3] c");
  }

  @Test
  void rewritesOneLineOnATerminal() {
    tell(true);
    assertThat(written.toString()).doesNotContain("\n").endsWith("[3/3] c\r\033[K");
  }

  private void tell(boolean rewrites) {
    Iterator<Integer> seconds = List.of(0, 240, 250, 300).iterator();
    Progress progress =
        new Progress(
            new PrintWriter(written), rewrites, () -> Instant.ofEpochSecond(seconds.next()));
    progress.start(3);
    List.of("a", "b", "c").forEach(progress::done);
    progress.end();
  }
}
