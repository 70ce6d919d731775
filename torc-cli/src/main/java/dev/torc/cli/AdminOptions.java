package dev.torc.cli;

import dev.torc.cli.admin.AdminClient;
import dev.torc.cli.admin.AdminTarget;
import dev.torc.cli.admin.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of every command that asks a running gateway. */
final class AdminOptions {
  private static final String USUAL_URL = "http://127.0.0.1:8001";
  private static final String URL_VARIABLE = "TORC_ADMIN";
  private static final String TOKEN_VARIABLE = "TORC_ADMIN_TOKEN";

  @Option(
      names = "--admin",
      paramLabel = "URL",
      description = {
        "The admin listener of the gateway (default: what",
        "TORC_ADMIN says, else " + USUAL_URL + ")."
      })
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = {
        "The gateway's admin.token. Other users see options:",
        "better use a file, or TORC_ADMIN_TOKEN."
      })
  private @Nullable String token;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token; - for standard input.")
  private @Nullable Path tokenFile;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** Asks a gateway for something. */
  interface Question<T> {
    Reply<T> ask(AdminClient client) throws InterruptedException;
  }

  /**
   * Asks, and prints the answer.
   *
   * @param spec of the command
   * @param text the lines for people
   * @return the exit code
   */
  <T> int show(CommandSpec spec, Question<T> question, Function<T, List<String>> text)
      throws IOException, InterruptedException {
    try (AdminClient client = connect(spec)) {
      Reply<T> reply = question.ask(client);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.write(reply.json()));
      } else {
        text.apply(reply.value()).forEach(out::println);
      }
      out.flush();
      return 0;
    }
  }

  /**
   * A client for the gateway that they name.
   *
   * @param spec of the command
   * @throws UsageException if they name none
   */
  AdminClient connect(CommandSpec spec) throws IOException {
    Torc torc = Torc.of(spec);
    AdminTarget target = target(torc.surroundings());
    // The JDK's client logs too, and without this everything.
    Logging.start(torc.isVerbose());
    return new AdminClient(target, AdminClient.USUAL_TIMEOUT);
  }

  private AdminTarget target(Surroundings surroundings) throws IOException {
    String address = url == null ? given(surroundings.variable(URL_VARIABLE)) : url;
    String secret = token(surroundings);
    try {
      return new AdminTarget(address == null ? USUAL_URL : address, secret);
    } catch (IllegalArgumentException e) {
      // The parts of a target are called as the options are.
      throw new UsageException("--" + e.getMessage());
    }
  }

  private @Nullable String token(Surroundings surroundings) throws IOException {
    if (token != null && tokenFile != null) {
      throw new UsageException("--token and --token-file: together (expected: one of them)");
    }
    if (token != null) {
      return token;
    }
    return tokenFile == null ? given(surroundings.variable(TOKEN_VARIABLE)) : read(tokenFile);
  }

  /** An empty variable is one that was meant to be unset. */
  private static @Nullable String given(@Nullable String variable) {
    return variable == null || variable.isBlank() ? null : variable.strip();
  }

  private static String read(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    TextLines.forEach(
        file,
        "--token-file",
        (text, line) -> {
          if (!text.isBlank()) {
            lines.add(text.strip());
          }
        });
    if (lines.size() != 1) {
      throw new UsageException(
          "--token-file: " + file + ": " + lines.size() + " lines (expected: the token alone)");
    }
    return lines.get(0);
  }
}
