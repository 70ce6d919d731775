package dev.torc.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others together. */
abstract class CommandGroup implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  CommandGroup() {}

  @Override
  public final void run() {
    throw new ParameterException(
        spec.commandLine(),
        spec.name()
            + ": no command given (expected: "
            + String.join(", ", spec.subcommands().keySet())
            + ")");
  }
}
