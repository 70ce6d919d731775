package dev.torc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.testkit.PlacementScenario.Answer;
import dev.torc.testkit.PlacementScenario.Member;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacementFileTest {
  private static final String TEXT =
      """
      # program 1.0, asked by hand
      = -\ta=1\t[::1]:80=0
      key\ta
      \ta
      # no comment\ta
      = hash=md5,hash_tag==}\ta=b=3
      = function=x
      text\t17
      """;

  @Test
  void readsWhatItWrites() {
    PlacementFile file = PlacementFile.parse(TEXT);
    assertThat(file.comment()).isEqualTo("program 1.0, asked by hand");
    assertThat(file.scenarios())
        .containsExactly(
            new PlacementScenario(
                Map.of(),
                List.of(new Member("a", 1), new Member("[::1]:80", 0)),
                List.of(
                    new Answer("key", "a"), new Answer("", "a"), new Answer("# no comment", "a"))),
            new PlacementScenario(
                Map.of("hash", "md5", "hash_tag", "=}"), List.of(new Member("a=b", 3)), List.of()),
            new PlacementScenario(
                Map.of("function", "x"), List.of(), List.of(new Answer("text", "17"))));
    assertThat(file.text()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          line 1: "= -" (expected: "# " and a comment)                               | = -;
          line 2: "key>a" (expected: "= " and a scenario)                            | # c;key>a;
          line 2: "= -" (expected: a line feed at its end)                           | # c;= -
          line 3: "" (expected: key, tab, owner)                                     | # c;= -;;
          line 3: "key>a>b" (expected: key, tab, owner)                              | # c;= -;key>a>b;
          line 3: owner: "" (expected: text without tabs and line feeds)             | # c;= -;key>;
          line 2: "x" (expected: option=value)                                       | # c;= x;
          line 2: "" (expected: option=value)                                        | # c;= ;
          line 2: option: "=v" (expected: no tab, line feed or comma)                | # c;= =v;
          line 2: "o=2" (expected: each option once)                                 | # c;= o=1,o=2;
          line 4: "a" (expected: member=weight)                                      | # c;= -;key>a;= ->a;
          line 2: "x" (expected: a whole number)                                     | # c;= ->a=x;
          line 2: "a=01" (expected: a=1)                                             | # c;= ->a=01;
          line 2: weight of a: -1 (expected: 0 or more)                              | # c;= ->a=-1;
          line 2: member: a (expected: once)                                         | # c;= ->a=1>a=2;
          line 2: owner of other: b (expected: a member)                             | # c;= ->a=1;key>a;other>b;
          """)
  void anErrorHasTheNumberOfItsLine(String message, String text) {
    assertThatThrownBy(() -> PlacementFile.parse(decoded(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(decoded(message));
  }

  private static String decoded(String text) {
    return text.replace(';', '\n').replace('>', '\t');
  }

  @Test
  void spymemcachedsOtherFormatHasHostsWithoutTheDefaultPort() {
    PlacementFile file =
        PlacementFile.parse(
            """
            # spymemcached
            = format=libmemcached\tcache/10.0.0.1:11211=1\t10.0.0.2:11212=2
            key\tcache/10.0.0.1:11211
            = -\tcache/10.0.0.1:11211=1
            """);
    PlacementScenario hashed = SpymemcachedNames.hashed(file.scenarios().get(0));
    assertThat(hashed.members())
        .containsExactly(new Member("cache", 1), new Member("10.0.0.2:11212", 2));
    assertThat(hashed.owners()).containsExactly("cache");
    assertThat(SpymemcachedNames.hashed(file.scenarios().get(1)))
        .isEqualTo(file.scenarios().get(1));
  }
}
