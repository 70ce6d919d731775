package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in documents compile, run, and print what the documents say. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class DocumentExamplesTest {
  private static final Path ROOT = Path.of(System.getProperty("torc.root"));
  private static final String README = "README.md";
  private static final String PLACEMENT = "docs/placement.md";

  @TempDir private Path folder;

  private static List<String> blocks(String document, String language) throws IOException {
    return Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(ROOT.resolve(document)))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static String block(String document, String language, String containing)
      throws IOException {
    return blocks(document, language).stream()
        .filter(block -> block.contains(containing))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + language + " block with " + containing));
  }

  /** Runs statements and gives the value of an expression behind them. */
  private Object run(String statements, String expression) throws Exception {
    String source =
"""
        import dev.torc.hash.*;
        import java.util.Arrays;
import java.util.List;
        public class Example {
          public static Object run() {
            %s
            return %s;
          }
        }
"""
            .formatted(statements, expression);
    Path file = Files.writeString(folder.resolve("Example.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      return loader.loadClass("Example").getMethod("run").invoke(null);
    }
  }

  @Test
  void theJavaExamplesRun() throws Exception {
    assertThat(
            run(
                block(README, "java", "Ring.of"),
                "owner.name() + \" \" + larger.nodes().size() + \" \" + replicas.length"))
        .isEqualTo("c 4 2");
    assertThat(run(block(PLACEMENT, "java", "Balance.of"), "diff.exact() && balance.max() < 1.5"))
        .isEqualTo(true);
    assertThat(run(block(PLACEMENT, "java", "Dialect.nginx"), "ring.points()")).isEqualTo(640);
    assertThat(blocks(README, "java").size() + blocks(PLACEMENT, "java").size()).isEqualTo(3);
  }

  @Test
  void thePlaceExampleOfTheGuideRuns() throws IOException {
    String command = block(PLACEMENT, "sh", "torc place").strip();
    Path keys = Files.writeString(folder.resolve("users.txt"), "user:1\n");
    String[] arguments = command.replace("users.txt", keys.toString()).split(" ", -1);
    Cli place = Cli.run(List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
    assertThat(place.out()).startsWith("user:1\t10.0.0.");
  }

  /** Each command of the README's consoles, with the lines up to the next one. */
  @Test
  void placePrintsWhatTheReadmeSays() throws IOException {
    Path keys = Files.writeString(folder.resolve("keys.txt"), "user:1\nuser:2\nuser:3\n");
    int commands = 0;
    for (String block : blocks(README, "console")) {
      for (String session : block.split("(?m)^\\$ ", -1)) {
        List<String> lines = session.lines().toList();
        if (session.startsWith("./torc place")) {
          String[] arguments = lines.get(0).replace("keys.txt", keys.toString()).split(" ", -1);
          assertThat(Cli.run(Arrays.copyOfRange(arguments, 1, arguments.length)).out().lines())
              .containsExactlyElementsOf(lines.subList(1, lines.size()));
          commands++;
        }
      }
    }
    assertThat(commands).isEqualTo(3);
  }
}
