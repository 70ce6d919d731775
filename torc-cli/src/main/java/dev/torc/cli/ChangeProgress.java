package dev.torc.cli;

import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.Change.Progress;
import dev.torc.cli.admin.ChangeListener;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far a change is, in one line on a terminal that is written anew. */
final class ChangeProgress implements ChangeListener, AutoCloseable {
  private static final double MILLIS_PER_SECOND = 1000;

  private final StatusLine line;
  private volatile @Nullable Change last;
  private volatile @Nullable Duration left;

  ChangeProgress(PrintWriter terminal) {
    line = new StatusLine(terminal, this::text);
  }

  /** Shows it until it is closed. */
  void start(Change change) {
    seen(change);
    line.start();
  }

  @Override
  public void seen(Change change) {
    last = change;
    left = null;
  }

  @Override
  public void away(Duration left) {
    this.left = left;
  }

  /** Writes the line as it is now. */
  void show() {
    line.show();
  }

  private String text() {
    Change change = last;
    if (change == null) {
      return "";
    }
    Duration patience = left;
    String bar = StatusLine.bar(done(change)) + " ";
    return patience == null
        ? bar + text(change)
        : bar + "no answer; asking for another " + Figures.seconds(patience);
  }

  /** Keys that are copied again count again: more than all may have been. */
  private static double done(Change change) {
    Progress progress = change.progress();
    return progress.expectedKeys() == 0 ? 0 : (double) progress.keys() / progress.expectedKeys();
  }

  private static String text(Change change) {
    Progress progress = change.progress();
    StringBuilder text = new StringBuilder(ChangeText.step(change));
    if (progress.expectedKeys() == 0) {
      return text.toString();
    }
    text.append(' ').append(Figures.shortCount(progress.keys()));
    text.append('/').append(Figures.shortCount(progress.expectedKeys())).append(" keys, ");
    text.append(Figures.bytes(progress.bytes())).append(", ");
    text.append(Figures.shortCount(Math.round(progress.keysPerSecond()))).append("/s");
    if (progress.remainingSeconds() != null) {
      long millis = Math.round(progress.remainingSeconds() * MILLIS_PER_SECOND);
      text.append(", ").append(Figures.seconds(Duration.ofMillis(millis))).append(" left");
    }
    return text.toString();
  }

  /** Takes the line away. */
  @Override
  public void close() {
    line.close();
  }
}
