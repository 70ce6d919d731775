package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of {@code routes}, {@code backends} and {@code search}, given wrongly. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class MalformedRoutingTest {
  @TempDir private Path folder;

  /** A file, and what is said of it. */
  record Case(String yaml, List<String> problems) {

    static Case of(String block) {
      return new Case(
          block
              .lines()
              .filter(line -> !line.startsWith("! "))
              .map(line -> line + "\n")
              .collect(Collectors.joining()),
          block
              .lines()
              .filter(line -> line.startsWith("! "))
              .map(line -> line.substring(2))
              .toList());
    }
  }

  static List<Case> cases() throws IOException {
    try (InputStream in = MalformedRoutingTest.class.getResourceAsStream("malformed-routing.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return Arrays.stream(text.split("\n\n"))
          .filter(block -> !block.startsWith("#"))
          .map(Case::of)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void validateTellsWhatIsWrongAndWhere(Case one) throws IOException {
    Path file = Files.writeString(folder.resolve("torc.yaml"), one.yaml());
    Cli validate = Cli.run("validate", file.toString());
    assertThat(validate.exitCode()).isEqualTo(2);
    assertThat(validate.out()).isEmpty();
    assertThat(validate.err().lines())
        .containsExactlyElementsOf(
            one.problems().stream()
                .map(problem -> "torc: " + file + separator(problem) + problem)
                .toList());
  }

  /** Without a position there is a space. */
  private static String separator(String problem) {
    return Character.isDigit(problem.charAt(0)) ? ":" : ": ";
  }

  /** The other commands read the same file and say the same. */
  @Test
  void otherCommandsSayTheSame() throws IOException {
    Path file = Files.writeString(folder.resolve("torc.yaml"), "routes:\n  - id: A\n");
    String expected = Cli.run("validate", file.toString()).err();
    assertThat(expected).contains("torc.yaml:2:9: routes[0].id: \"A\" (expected: 1 to 63 of a-z");
    for (List<String> arguments :
        List.of(
            List.of("check-route", "-f", file.toString(), "http://a/"),
            List.of("check-route", "-f", file.toString(), "http://a/", "--json"),
            List.of("resolve", "-c", file.toString(), "http://a/"),
            List.of("explain", "-c", file.toString(), "http://a/"),
            List.of("dump", "-c", file.toString()),
            List.of("up", "-c", file.toString()))) {
      Cli cli = Cli.run(arguments.toArray(String[]::new));
      assertThat(cli.exitCode()).as("%s", arguments).isEqualTo(2);
      assertThat(cli.err()).isEqualTo(expected);
      assertThat(cli.out()).isEmpty();
    }
  }

  @Test
  void thereAreManyCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(100);
  }
}
