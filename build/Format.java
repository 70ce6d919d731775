import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs google-java-format over every Java file of the build: {@code check} fails and names the
 * files that differ, {@code apply} rewrites them. The build starts it on a JDK 25; see the root
 * {@code pom.xml}.
 */
final class Format {
  public static void main(String[] args) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            args[0].equals("apply")
                ? List.of("--replace")
                : List.of("--dry-run", "--set-exit-if-changed"));
    int options = arguments.size();
    try (var modules = Files.newDirectoryStream(Path.of(args[1]), "torc-*")) {
      for (Path module : modules) {
        addSources(module.resolve("src"), arguments);
      }
    }
    addSources(Path.of(args[1], "build"), arguments);
    addSources(Path.of(args[1], "examples"), arguments);
    if (arguments.size() == options) {
      throw new IllegalStateException("no Java files below " + args[1]);
    }
    Main.main(arguments.toArray(String[]::new));
  }

  private static void addSources(Path folder, List<String> arguments) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.walk(folder)) {
        files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(arguments::add);
      }
    }
  }
}
