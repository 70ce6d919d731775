package dev.torc.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code torc changes show}. */
@Command(
    name = "show",
    description = "Show a change, and what moves in it.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {"", "Example: torc changes show 3"})
final class ChangesShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The change's number.")
  private long id;

  @Mixin private AdminOptions admin;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  ChangesShowCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return admin.show(spec, client -> client.change(id), ChangeText::details);
  }
}
