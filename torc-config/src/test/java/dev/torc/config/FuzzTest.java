package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Samples.Sample;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;

/** Whatever the text: a value, or a {@link ConfigurationException} with positions in the text. */
final class FuzzTest {
  private static final List<String> PIECES =
      List.of(
          " ",
          "\n",
          "\t",
          "- ",
          ": ",
          "? ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "#",
          "&a ",
          "*a",
          "!x ",
          "|\n",
          ">-\n",
          "'",
          "\"",
          "\\",
          "%",
          "@",
          "---\n",
          "...\n",
          "~",
          "0x",
          "1e9",
          "-",
          "\u0000",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\ud83d",
          "\ud83d\ude00",
          "<<",
          "${X}",
          "cache:",
          "null");

  @Property(tries = 3000)
  void mutatedFiles(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int mutations) {
    check(mutated(Samples.FULL, seed, mutations));
  }

  @Property(tries = 3000)
  void mutatedFilesWithUnions(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int mutations) {
    check(mutated(Routing.FULL, seed, mutations), Routing.Table.class);
  }

  private static String mutated(String file, long seed, int mutations) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(file);
    for (int i = 0; i < mutations; i++) {
      mutate(text, random);
    }
    return text.toString();
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(12));
    switch (random.nextInt(4)) {
      case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      case 1 -> text.delete(at, end);
      case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
      default -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
    }
  }

  @Property
  void yamlPunctuation(
      @ForAll
          @Chars({' ', '\n', '-', ':', '?', '[', ']', '{', '}', ',', '&', '*', '!', '|', 'a', '"'})
          String text) {
    check(text);
  }

  @Property
  void anyText(@ForAll String text) {
    check(text);
  }

  private static void check(String text) {
    check(text, Sample.class);
  }

  private static <T extends Record> void check(String text, Class<T> type) {
    try {
      T value = Configuration.parse(text, "torc.yaml", type);
      assertThat(Configuration.parse(ConfigurationWriter.yaml(value), "x", type)).isEqualTo(value);
    } catch (ConfigurationException e) {
      assertThat(e.problems()).isNotEmpty();
      for (Problem problem : e.problems()) {
        assertThat(problem.message()).isNotBlank().doesNotContain("\n", "\r");
        assertThat(problem.line()).isBetween(0, lines(text));
        assertThat(problem.column()).isBetween(problem.line() == 0 ? 0 : 1, text.length() + 1);
      }
    }
  }

  private static int lines(String text) {
    return text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length;
  }
}
