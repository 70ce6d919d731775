package dev.torc.cli;

import dev.torc.cli.admin.Change.State;
import dev.torc.cli.admin.ChangeRequest;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of every command that changes the ring. */
final class ChangeOptions {
  /** What the help of each such command says of Ctrl-C. */
  static final String WAITING =
      "Ctrl-C while it waits only ends the command: the change goes on in the gateway.";

  /** How to end the change. */
  static final String CANCELLING = "To have it go back: torc changes cancel ID.";

  /** And of its end. */
  static final String EXIT_CODES =
      "Exit code 0 when the change is committed, 1 if it fails or is cancelled; of a dry run 0.";

  @Option(names = "--force", description = "Go on although a node may lack room for its keys.")
  private boolean force;

  @Option(
      names = "--dry-run",
      description = "Show what would move, how long it would take, and warnings; change nothing.")
  private boolean dryRun;

  @Mixin private WaitOptions waiting;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  ChangeOptions() {}

  /**
   * Has a gateway change its ring, and waits for the end; or asks what that would do.
   *
   * @param spec of the command
   * @return the exit code
   */
  int submit(CommandSpec spec, ChangeRequest request) throws IOException, InterruptedException {
    ChangeRequest forced = request.withForce(force);
    if (dryRun) {
      return waiting.showOnly(spec, client -> client.estimate(forced), EstimateText::lines);
    }
    return waiting.follow(spec, client -> client.submit(forced), State.COMMITTED);
  }
}
