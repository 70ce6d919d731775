package dev.torc.cache.resharding;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.Move;
import dev.torc.config.Facts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The log lines about a change, as {@code docs/operations.md} lists them. */
final class ChangeLines {
  private static final System.Logger LOG = System.getLogger("dev.torc.cache.resharding.Change");

  private ChangeLines() {}

  static void begins(Change change) {
    LOG.log(System.Logger.Level.INFO, "change begins: {0}", facts(change));
  }

  static void goesOn(Change change) {
    LOG.log(System.Logger.Level.INFO, "change goes on after a restart: {0}", facts(change));
  }

  static void fails(Change change, String why) {
    LOG.log(System.Logger.Level.WARNING, "change fails: {0}", facts(change).and("reason", why));
  }

  static void goesBack(Change change) {
    LOG.log(
        System.Logger.Level.WARNING,
        "change goes back: {0}",
        facts(change).and("reason", change.reason()));
  }

  /** How it ended, and what it took. */
  static void isOver(Change change) {
    Move.Progress progress = change.progress();
    boolean isFailed = change.status() == Change.Status.FAILED;
    LOG.log(
        isFailed ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
        "change is over: {0}",
        facts(change)
            .and("state", change.status().name().toLowerCase(Locale.ROOT))
            .and("reason", change.reason())
            .and("epoch", change.epoch())
            .and("share", change.movedShare())
            .and("keysMoved", progress.moved())
            .and("keysCopied", progress.keys())
            .and("bytes", progress.bytes())
            .and("holds", progress.holds())
            .and("longestHoldMillis", NANOSECONDS.toMicros(progress.heldNanos()) / 1e3)
            .and("millis", millis(change.times())));
  }

  private static @Nullable Long millis(Change.Times times) {
    Long from = times.started();
    Long to = times.finished();
    return from == null || to == null ? null : to - from;
  }

  private static Facts facts(Change change) {
    return Facts.of("change", change.id())
        .and("what", change.request().description())
        .and("origin", change.origin().name().toLowerCase(Locale.ROOT));
  }
}
