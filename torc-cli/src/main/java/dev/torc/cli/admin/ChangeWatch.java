package dev.torc.cli.admin;

import dev.torc.cli.admin.AdminException.Kind;
import dev.torc.cli.engine.WaitingClock;
import dev.torc.config.DurationText;
import java.time.Duration;

/** Waits for the end of changes, by asking again and again. For one thread. */
public final class ChangeWatch {
  /** Between two questions: a person does not see the difference, and a gateway has no work. */
  static final Duration PERIOD = Duration.ofMillis(200);

  /**
   * How long a gateway may be away: it resumes its changes when it is started anew, and that takes
   * seconds.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AdminClient client;
  private final WaitingClock clock;
  private final ChangeListener listener;

  /** A watch that tells a listener what it sees. */
  public ChangeWatch(AdminClient client, WaitingClock clock, ChangeListener listener) {
    this.client = client;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Waits until a change has ended, in whatever way.
   *
   * @param start the change as it was last seen; not asked for anew if it has ended already
   * @throws AdminException if the gateway stays away, or does not know the change any more
   * @throws InterruptedException if the thread is interrupted; the change goes on
   */
  public Reply<Change> untilEnded(Reply<Change> start) throws InterruptedException {
    Reply<Change> last = start;
    listener.seen(last.value());
    long answered = clock.nanoTime();
    while (!last.value().state().isEnd()) {
      clock.awaitUntil(clock.nanoTime() + PERIOD.toNanos());
      try {
        last = client.change(last.value().id());
        answered = clock.nanoTime();
        listener.seen(last.value());
      } catch (AdminException e) {
        Duration left = PATIENCE.minusNanos(clock.nanoTime() - answered);
        if (e.kind() != Kind.AWAY || !left.isPositive()) {
          throw failure(last.value(), e);
        }
        listener.away(left);
      }
    }
    return last;
  }

  private static AdminException failure(Change change, AdminException e) {
    String subject = "change " + change.id() + ": ";
    return switch (e.kind()) {
      case AWAY ->
          new AdminException(
              Kind.AWAY,
              subject
                  + "the gateway was away for "
                  + DurationText.format(PATIENCE)
                  + ", "
                  + e.getMessage()
                  + "; when it is back it goes on with the change",
              e);
      // Nobody asked for what is not there: the change was.
      case WRONG ->
          new AdminException(Kind.REFUSED, subject + "lost by the gateway: " + e.getMessage(), e);
      case REFUSED, UNREADABLE -> e;
    };
  }
}
