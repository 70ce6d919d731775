package dev.torc.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs {@code ./torc} of a checkout, and other programs. */
public final class TorcScript {
  /** The checkout that is tested. */
  public static final Path ROOT = Path.of(System.getProperty("torc.root"));

  /** What a program printed, and how it ended. */
  public record Result(int exitCode, String out, String err) {}

  private TorcScript() {}

  /** Runs a program to its end. */
  public static Result run(Path folder, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    process.getOutputStream().close();
    StringBuilder err = new StringBuilder();
    Thread errors = Thread.ofVirtual().start(() -> read(process.errorReader(UTF_8), err));
    StringBuilder out = new StringBuilder();
    read(process.inputReader(UTF_8), out);
    errors.join();
    return new Result(process.waitFor(), out.toString(), err.toString());
  }

  private static void read(BufferedReader reader, StringBuilder into) {
    reader.lines().forEach(line -> into.append(line).append('\n'));
  }

  /** {@code ./torc up --json} on free ports, until it is closed. */
  static final class Up implements AutoCloseable {
    private final Process process;
    private final JsonNode report;

    Up(Path folder, String... options) throws IOException {
      List<String> command =
          new ArrayList<>(List.of("./torc", "up", "--json", "--port", "0", "--admin-port", "0"));
      command.addAll(List.of(options));
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line = process.inputReader(UTF_8).readLine();
      if (line == null) {
        throw new IOException("./torc up ended without a report");
      }
      report = JsonMapper.shared().readTree(line);
    }

    String cache() {
      return report.get("cache").asString();
    }

    String admin() {
      return report.get("admin").asString();
    }

    JsonNode nodes() {
      return report.get("nodes");
    }

    Process process() {
      return process;
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(20, SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
  }
}
