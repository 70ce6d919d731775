package dev.torc.cli;

import dev.torc.cli.admin.Change.State;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code torc changes cancel}. */
@Command(
    name = "cancel",
    description = "Have a change go back to the ring before.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  torc changes cancel 3",
      "  torc changes cancel 3 --detach",
      "",
      "Keys that moved already move back, which takes about as long.",
      ChangeOptions.WAITING,
      "Exit code 0 when the change is cancelled, 1 if it has ended otherwise.",
    })
final class ChangesCancelCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The change's number.")
  private long id;

  @Mixin private WaitOptions options;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  ChangesCancelCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return options.follow(spec, client -> client.cancel(id), State.CANCELLED);
  }
}
