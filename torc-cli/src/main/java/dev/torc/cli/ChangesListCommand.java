package dev.torc.cli;

import dev.torc.cli.admin.AdminClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code torc changes list}. */
@Command(
    name = "list",
    description = "Show the changes that ended lately, that runs, and that wait, oldest first.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildFacts.class,
    sortOptions = false,
    footer = {"", "Example: torc changes list"})
final class ChangesListCommand implements Callable<Integer> {

  @Mixin private AdminOptions admin;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  ChangesListCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return admin.show(spec, AdminClient::changes, changes -> ChangeText.table(changes.changes()));
  }
}
