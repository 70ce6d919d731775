package dev.torc.cli;

import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.Change.Move;
import dev.torc.cli.admin.Change.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Changes of the ring, for people. */
final class ChangeText {
  private static final String NONE = "-";

  private ChangeText() {}

  /** How one ended, on one line. */
  static String outcome(Change change) {
    String end = title(change) + ": " + state(change);
    if (change.state() != Change.State.COMMITTED) {
      return change.reason() == null ? end : end + ": " + change.reason();
    }
    StringBuilder text = new StringBuilder(end);
    change.took().ifPresent(took -> text.append(" in ").append(Figures.seconds(took)));
    text.append(", ").append(Figures.count(change.progress().moved())).append(" keys moved (");
    text.append(Figures.percent(change.movedShare())).append(" of the ring)");
    change
        .longestHoldMillis()
        .ifPresent(hold -> text.append(", longest hold ").append(Figures.millis(hold)));
    return text.toString();
  }

  private static String title(Change change) {
    return "change " + change.id() + ": " + change.description();
  }

  private static String state(Change change) {
    return change.state().name().toLowerCase(Locale.ROOT);
  }

  /** What it does now. */
  static String step(Change change) {
    return change.reverting() ? "going back, " + change.step() : change.step();
  }

  /** Some of them, a line each below a heading. */
  static List<String> table(List<Change> changes) {
    TextTable table = new TextTable("><<<>>><");
    table.row("ID", "BY", "STATE", "STEP", "KEYS", "MOVED", "TOOK", "DESCRIPTION");
    for (Change change : changes) {
      table.row(
          Long.toString(change.id()),
          change.origin(),
          state(change),
          step(change),
          Figures.count(change.progress().keys()),
          Figures.count(change.progress().moved()),
          took(change),
          change.description());
    }
    return table.lines();
  }

  private static String took(Change change) {
    return change.took().map(Figures::seconds).orElse(NONE);
  }

  /** All of one. */
  static List<String> details(Change change) {
    Progress progress = change.progress();
    TextTable facts = new TextTable("<<");
    facts.row("state", state(change) + (change.state().isEnd() ? "" : ", " + step(change)));
    if (change.reason() != null) {
      facts.row("reason", change.reason());
    }
    facts.row("by", change.origin());
    facts.row("submitted", time(change.submittedMillis()));
    facts.row("started", time(change.startedMillis()));
    facts.row("finished", time(change.finishedMillis()));
    facts.row("took", took(change));
    facts.row(
        "ring",
        Figures.percent(change.movedShare()) + " changes its owner, epoch " + change.epoch());
    facts.row(
        "keys",
        Figures.count(progress.keys())
            + " copied of about "
            + Figures.count(progress.expectedKeys())
            + " ("
            + Figures.bytes(progress.bytes())
            + "), "
            + Figures.count(progress.moved())
            + " moved");
    List<String> lines = new ArrayList<>();
    lines.add(title(change));
    facts.lines().forEach(line -> lines.add("  " + line));
    if (!change.moves().isEmpty()) {
      lines.add("");
      lines.addAll(moves(change.moves()));
    }
    return lines;
  }

  private static String time(@Nullable Long millis) {
    return millis == null ? NONE : Instant.ofEpochMilli(millis).toString();
  }

  private static List<String> moves(List<Move> moves) {
    TextTable table = new TextTable(">>><>>>");
    table.row("FROM", "TO", "SHARE", "STEP", "KEYS", "ROUNDS", "HOLD");
    for (Move move : moves) {
      table.row(
          Integer.toString(move.from()),
          Integer.toString(move.to()),
          Figures.percent(move.share()),
          move.step(),
          Figures.count(move.keys()),
          Integer.toString(move.rounds()),
          move.holdMillis() == null ? NONE : Figures.millis(move.holdMillis()));
    }
    return table.lines();
  }
}
