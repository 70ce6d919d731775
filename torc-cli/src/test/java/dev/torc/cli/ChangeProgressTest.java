package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.ChangeJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a terminal shows while a change goes on. */
final class ChangeProgressTest {
  private static final int TERMINAL_WIDTH = 80;

  private final StringWriter written = new StringWriter();
  private final ChangeProgress progress = new ChangeProgress(new PrintWriter(written));

  private String shown() {
    written.getBuffer().setLength(0);
    progress.show();
    assertThat(written.toString()).startsWith("\r\033[K");
    return written.toString().substring("\r\033[K".length());
  }

  private String shown(Change change) {
    progress.seen(change);
    return shown();
  }

  @Test
  void tellsStepKeysBytesRateAndTheTimeThatIsLeft() {
    assertThat(shown(new ChangeJson().change()))
        .isEqualTo("███████████░░░░░░░░░░░░░ copy 12.0k/25.0k keys, 891 KiB, 41.0k/s, 0.3 s left");
  }

  @Test
  void tellsNoTimeThatNobodyKnowsAndNoKeysThatNobodyCounted() {
    ChangeJson unknown = new ChangeJson().with("progress", ChangeJson.progress(1, 4, null, 0));
    assertThat(shown(unknown.change())).endsWith("/s");
    ChangeJson waiting =
        new ChangeJson()
            .with("step", "waiting")
            .with("progress", ChangeJson.progress(0, 0, null, 0));
    assertThat(shown(waiting.change())).isEqualTo("░".repeat(24) + " waiting");
  }

  @Test
  void tellsThatItGoesBack() {
    assertThat(shown(new ChangeJson().with("reverting", true).change()))
        .contains(" going back, copy 12.0k/");
  }

  @Test
  void keysThatAreCopiedAgainDoNotMakeTheBarLonger() {
    ChangeJson more = new ChangeJson().with("progress", ChangeJson.progress(50, 25, 0.0, 20));
    assertThat(shown(more.change())).startsWith("█".repeat(24) + " copy");
  }

  @Test
  void tellsThatTheGatewayIsAwayUntilItAnswers() {
    progress.seen(new ChangeJson().change());
    progress.away(Duration.ofMillis(27_400));
    assertThat(shown()).endsWith("░ no answer; asking for another 27.4 s");
    assertThat(shown(new ChangeJson().change())).doesNotContain("no answer");
  }

  @Test
  void fitsATerminalHoweverMuchMoves() {
    ChangeJson much =
        new ChangeJson()
            .with("step", "catch-up")
            .with("progress", ChangeJson.progress(123_456_789, 999_999_999, 5999.0, 1));
    assertThat(shown(much.change())).hasSizeLessThanOrEqualTo(TERMINAL_WIDTH);
  }

  @Test
  void isTakenAwayAtTheEnd() {
    progress.seen(new ChangeJson().change());
    progress.close();
    assertThat(written).hasToString("\r\033[K");
    progress.show();
    assertThat(written).hasToString("\r\033[K");
  }
}
