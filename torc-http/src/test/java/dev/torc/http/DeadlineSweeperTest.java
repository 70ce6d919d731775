package dev.torc.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeadlineSweeperTest {
  private final MockTicker ticker = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
  private final EventLoop loop = channel.eventLoop();
  private final DeadlineSweeper sweeper =
      new DeadlineSweeper(loop, ticker, MILLISECONDS.toNanos(10));
  private final Counted deadline = new Counted();

  private static final class Counted extends DeadlineSweeper.Deadline {
    private int times;

    @Override
    void expired() {
      times++;
    }
  }

  @BeforeEach
  void add() {
    sweeper.add(deadline);
  }

  private void pass(long millis) {
    ticker.advance(millis, MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void expiresOnceAfterTheDeadline() {
    sweeper.set(deadline, MILLISECONDS.toNanos(25));
    pass(10);
    pass(10);
    assertThat(deadline.times).isZero();
    pass(10);
    assertThat(deadline.times).isEqualTo(1);
    pass(100);
    assertThat(deadline.times).isEqualTo(1);
  }

  @Test
  void forgetsADeadlineThatIsMoved() {
    sweeper.set(deadline, MILLISECONDS.toNanos(10));
    sweeper.set(deadline, MILLISECONDS.toNanos(50));
    pass(40);
    assertThat(deadline.times).isZero();
    sweeper.set(deadline, DeadlineSweeper.NEVER);
    pass(SECONDS.toMillis(1000));
    assertThat(deadline.times).isZero();
  }

  @Test
  void forgetsADeadlineThatIsRemoved() {
    sweeper.set(deadline, MILLISECONDS.toNanos(10));
    sweeper.remove(deadline);
    pass(20);
    assertThat(deadline.times).isZero();
  }

  @Test
  void takesDeadlinesThatRemoveAndAddWhileItSweeps() {
    Counted added = new Counted();
    DeadlineSweeper.Deadline removing =
        new DeadlineSweeper.Deadline() {
          @Override
          void expired() {
            sweeper.remove(this);
            sweeper.add(added);
            sweeper.set(added, 0);
          }
        };
    sweeper.add(removing);
    sweeper.set(removing, 0);
    sweeper.set(deadline, 0);
    pass(10);
    assertThat(deadline.times).isEqualTo(1);
    pass(10);
    assertThat(added.times).isEqualTo(1);
  }

  @Test
  void doesNothingAfterItsStop() {
    sweeper.set(deadline, MILLISECONDS.toNanos(10));
    sweeper.stop();
    pass(20);
    assertThat(deadline.times).isZero();
  }
}
