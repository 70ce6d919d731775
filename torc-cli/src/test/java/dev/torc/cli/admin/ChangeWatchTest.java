package dev.torc.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.cli.admin.AdminException.Kind;
import dev.torc.cli.engine.FakeClock;
import dev.torc.cli.engine.WaitingClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** Waiting for the end of a change, while time passes only between questions. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit calls start.
final class ChangeWatchTest {
  private final FakeClock time = new FakeClock();
  private final long begin = time.nanoTime();
  private final List<String> told = new ArrayList<>();
  private int waits;

  /** What happens while it waits for the n-th time, from 1. */
  private IntConsumer meanwhile = wait -> {};

  private ScriptedGateway gateway;
  private AdminClient client;

  @BeforeEach
  void start() throws IOException {
    gateway = new ScriptedGateway();
    client = new AdminClient(new AdminTarget(gateway.url(), null), AdminClient.USUAL_TIMEOUT);
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private final WaitingClock clock =
      new WaitingClock() {
        @Override
        public long nanoTime() {
          return time.nanoTime();
        }

        @Override
        public void awaitUntil(long nanoTime) {
          time.awaitUntil(nanoTime);
          meanwhile.accept(++waits);
        }
      };

  private final ChangeListener listener =
      new ChangeListener() {
        @Override
        public void seen(Change change) {
          told.add(change.step());
        }

        @Override
        public void away(Duration left) {
          told.add("away, " + left.toMillis() + " ms left");
        }
      };

  private Change watch(ChangeJson start) throws InterruptedException {
    Reply<Change> reply =
        new Reply<>(start.change(), JsonMapper.shared().readTree(start.toString()));
    return new ChangeWatch(client, clock, listener).untilEnded(reply).value();
  }

  private Duration elapsed() {
    return Duration.ofNanos(time.nanoTime() - begin);
  }

  @Test
  void asksFiveTimesASecondUntilTheEnd() throws Exception {
    gateway
        .answer(200, new ChangeJson().with("step", "catch-up").toString())
        .answer(200, new ChangeJson().with("step", "clean").toString())
        .answer(200, ChangeJson.committed().toString());
    Change change = watch(new ChangeJson().with("state", "queued").with("step", "waiting"));
    assertThat(change.state()).isEqualTo(Change.State.COMMITTED);
    assertThat(told).containsExactly("waiting", "catch-up", "clean", "done");
    assertThat(elapsed()).isEqualTo(Duration.ofMillis(600));
  }

  @Test
  void doesNotAskForWhatHasEnded() throws Exception {
    watch(ChangeJson.ended("failed", "no room"));
    assertThat(gateway.asked()).isEmpty();
    assertThat(elapsed()).isZero();
  }

  @Test
  void aGatewayThatIsStartedAnewGoesOn() throws Exception {
    meanwhile = wait -> gateway.setAway(wait > 1 && wait < 5);
    gateway
        .answer(200, new ChangeJson().toString())
        .problem(503, "it starts")
        .answer(200, ChangeJson.committed().toString());
    assertThat(watch(new ChangeJson()).state()).isEqualTo(Change.State.COMMITTED);
    assertThat(told)
        .containsExactly(
            "copy",
            "copy",
            "away, 29800 ms left",
            "away, 29600 ms left",
            "away, 29400 ms left",
            "away, 29200 ms left",
            "done");
  }

  @Test
  void patienceBeginsAnewWithEachAnswer() throws Exception {
    meanwhile = wait -> gateway.setAway(wait % 140 != 0);
    gateway.answer(200, new ChangeJson().toString()).answer(200, ChangeJson.committed().toString());
    assertThat(watch(new ChangeJson()).state()).isEqualTo(Change.State.COMMITTED);
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(56));
  }

  @Test
  void givesUpOnAGatewayThatStaysAway() {
    meanwhile =
        wait -> {
          if (wait == 1) {
            gateway.close();
          }
        };
    assertThatThrownBy(() -> watch(new ChangeJson()))
        .isInstanceOfSatisfying(
            AdminException.class, e -> assertThat(e.kind()).isEqualTo(Kind.AWAY))
        .hasMessage(
            "change 3: the gateway was away for 30s, "
                + gateway.url()
                + ": cannot connect (expected: the admin listener of a running gateway); when it"
                + " is back it goes on with the change");
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aGatewayThatLostTheChangeIsNoWrongUsage() {
    gateway.problem(404, "change: 3 (expected: a number of GET /changes)");
    assertThatThrownBy(() -> watch(new ChangeJson()))
        .isInstanceOfSatisfying(
            AdminException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessage(
            "change 3: lost by the gateway: change: 3 (expected: a number of GET /changes)");
  }

  @Test
  void aGatewayThatSaysNoIsNotAskedAgain() {
    gateway.problem(401, "no");
    assertThatThrownBy(() -> watch(new ChangeJson())).hasMessageContaining(": wants a token");
    assertThat(gateway.asked()).hasSize(1);
  }
}
