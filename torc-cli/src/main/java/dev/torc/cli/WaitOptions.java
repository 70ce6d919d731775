package dev.torc.cli;

import dev.torc.cli.admin.AdminClient;
import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.Change.State;
import dev.torc.cli.admin.ChangeListener;
import dev.torc.cli.admin.ChangeWatch;
import dev.torc.cli.admin.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of every command that waits for the end of a change. */
final class WaitOptions {

  @Option(
      names = "--detach",
      description = "Print the change's number, and do not wait for its end.")
  private boolean detach;

  @Mixin private AdminOptions admin;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  WaitOptions() {}

  /**
   * Asks, waits for the end of the change, and tells of it.
   *
   * @param spec of the command
   * @param start answered with the change
   * @param wanted how the change shall end
   * @return the exit code: 1 if it ends in another way
   */
  int follow(CommandSpec spec, AdminOptions.Question<Change> start, State wanted)
      throws IOException, InterruptedException {
    try (AdminClient client = admin.connect(spec)) {
      Reply<Change> change = start.ask(client);
      if (!detach) {
        change = untilEnded(spec, client, change);
      }
      boolean done = detach || change.value().state() == wanted;
      PrintWriter out = spec.commandLine().getOut();
      if (admin.json()) {
        out.println(Json.write(change.json()));
      } else if (done) {
        out.println(detach ? change.value().id() : ChangeText.outcome(change.value()));
      }
      out.flush();
      if (!done) {
        spec.commandLine().getErr().println("torc: " + ChangeText.outcome(change.value()));
      }
      return done ? 0 : 1;
    }
  }

  /**
   * Asks something that there is nothing to wait for.
   *
   * @param spec of the command
   * @param text the lines for people
   * @return the exit code
   * @throws UsageException if it is not to wait
   */
  <T> int showOnly(
      CommandSpec spec, AdminOptions.Question<T> question, Function<T, List<String>> text)
      throws IOException, InterruptedException {
    if (detach) {
      throw new UsageException("--detach: with --dry-run (expected: one of them)");
    }
    return admin.show(spec, question, text);
  }

  private static Reply<Change> untilEnded(
      CommandSpec spec, AdminClient client, Reply<Change> change) throws InterruptedException {
    if (!StandardError.isTerminal()) {
      return watch(spec, client, ChangeListener.NONE).untilEnded(change);
    }
    try (ChangeProgress progress = new ChangeProgress(spec.commandLine().getErr())) {
      progress.start(change.value());
      return watch(spec, client, progress).untilEnded(change);
    }
  }

  private static ChangeWatch watch(CommandSpec spec, AdminClient client, ChangeListener listener) {
    return new ChangeWatch(client, Torc.of(spec).surroundings().clock(), listener);
  }
}
