package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples compile, run, and print what it says. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class ReadmeExampleTest {
  private static final Path README = Path.of(System.getProperty("torc.root"), "README.md");

  @TempDir private Path folder;

  private static String block(String language, String containing) throws IOException {
    Matcher blocks =
        Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README));
    while (blocks.find()) {
      if (blocks.group(1).contains(containing)) {
        return blocks.group(1);
      }
    }
    throw new AssertionError("no " + language + " block with " + containing);
  }

  @Test
  void theJavaExampleRuns() throws Exception {
    String source =
        """
        import dev.torc.hash.*;
        import java.util.List;
        public class Example {
          public static String run() {
            %s
            return owner.name() + " " + larger.nodes().size() + " " + replicas.length;
          }
        }
        """
            .formatted(block("java", "Ring.of"));
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
      Object result = loader.loadClass("Example").getMethod("run").invoke(null);
      assertThat(result).isEqualTo("c 4 2");
    }
  }

  @Test
  void placePrintsWhatItSays() throws IOException {
    List<String> lines = block("console", "torc place").lines().toList();
    int command = 1;
    assertThat(lines.get(command)).isEqualTo("$ ./torc place --nodes a,b,c=2 --keys keys.txt");
    Path keys = Files.writeString(folder.resolve("keys.txt"), "user:1\nuser:2\nuser:3\n");
    assertThat(Cli.run("place", "--nodes", "a,b,c=2", "--keys", keys.toString()).out().lines())
        .containsExactlyElementsOf(lines.subList(command + 1, lines.size()));
  }
}
