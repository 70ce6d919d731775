package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a file of at most 1 MiB cannot do. */
final class LimitTest {
  private static final String CACHE = "cache: {nodes: {embedded: 3}}\n";

  private static String problems(String text) {
    return Assertions.assertTimeout(Duration.ofSeconds(30), () -> ProblemTest.problems(text));
  }

  @Test
  void aliasesOfAliasesAreNotUnfolded() {
    StringBuilder text = new StringBuilder(CACHE + "kinds:\n  tree:\n    children:\n");
    text.append("    - &a0 {}\n");
    for (int i = 1; i < 30; i++) {
      text.append("    - &a" + i + " {children: [");
      text.append(("*a" + (i - 1) + ",").repeat(9)).append("]}\n");
    }
    assertThat(problems(text.toString()))
        .endsWith("more than 100000 values (expected: fewer; see its aliases)");
  }

  @Test
  void longListsHaveALimit() {
    String list = CACHE + "kinds: {digits: [" + "1,".repeat(99_993) + "]}";
    assertThat(Samples.parse(list).kinds().digits()).hasSize(99_993);
    assertThat(problems(list.replace("[1,", "[1,1,")))
        .isEqualTo(
            "torc.yaml:2:200004: more than 100000 values (expected: fewer; see its aliases)");
  }

  @Test
  void problemsBeforeALimitAreInOrder() {
    String digits = "1,".repeat(100_000);
    assertThat(
            problems(
                    "listeners: {a: {port: 0}}\nkinds: {digits: ["
                        + digits
                        + "]}\ncache: {nodes: {embedded: 0}}")
                .lines())
        .hasSize(3)
        .startsWith(
            "torc.yaml:1:23: listeners.a.port: 0 (expected: 1 to 65535)",
            "torc.yaml:3:27: cache.nodes.embedded: 0 (expected: 1 to 16)");
  }

  @Test
  void aliasesCannotNestDeeperThanText() {
    StringBuilder text = new StringBuilder(CACHE + "kinds:\n  tree:\n    children:\n");
    text.append("    - &a0 {}\n");
    for (int i = 1; i < 200; i++) {
      text.append("    - &a" + i + " {children: [*a" + (i - 1) + "]}\n");
    }
    assertThat(problems(text.toString()))
        .endsWith("nested too deeply (expected: at most 100 levels)");
  }

  @Test
  void textCannotNestDeeply() {
    assertThat(problems("note: " + "[".repeat(500_000)))
        .isEqualTo("torc.yaml:1:106: nested too deeply (expected: at most 100 levels)");
    assertThat(problems("- ".repeat(200_000)))
        .isEqualTo("torc.yaml:1:201: nested too deeply (expected: at most 100 levels)");
    assertThat(problems("{a: ".repeat(200_000)))
        .isEqualTo("torc.yaml:1:398: nested too deeply (expected: at most 100 levels)");
    assertThat(problems("? ".repeat(200_000)))
        .isEqualTo("torc.yaml:1:201: nested too deeply (expected: at most 100 levels)");
  }

  @Test
  void someDepthIsFine() {
    String tree = "{children: [".repeat(45) + "]}".repeat(45);
    assertThat(Samples.parse(CACHE + "kinds: {tree: " + tree + "}").kinds().tree()).isNotNull();
  }

  @Test
  void textHasASize() {
    String fits = CACHE + "#".repeat((1 << 20) - CACHE.length());
    assertThat(Samples.parse(fits).note()).isNull();
    assertThat(problems(fits + "#"))
        .isEqualTo("torc.yaml: larger than 1MiB (expected: a configuration file)");
  }

  @Test
  void problemsAreNotEndless() {
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> Samples.parse(CACHE + "kinds: {digits: [" + "x,".repeat(50_000) + "]}"));
    assertThat(thrown.problems()).hasSize(1001);
    assertThat(thrown.problems())
        .endsWith(new Problem("torc.yaml", 0, 0, "too many problems; there may be more"));
  }

  @Test
  void unknownFieldsOfAnyLengthAreReported() {
    assertThat(problems(CACHE + "? " + "x".repeat(500_000) + "\n: 1"))
        .isEqualTo(
            "torc.yaml:2:3: unknown field \""
                + "x".repeat(60)
                + "...\" (expected: cache,"
                + " listeners, kinds or note)");
  }

  @Test
  void aListedProblemCannotBeChanged() {
    assertThatThrownBy(
            () -> {
              try {
                Samples.parse("");
              } catch (ConfigurationException e) {
                e.problems().clear();
              }
            })
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
