package dev.torc.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.it.TorcScript.Result;
import dev.torc.it.TorcScript.Up;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a user does first: clone, {@code ./torc up}, curl. */
final class CleanCloneIT {
  @TempDir private static Path folder;

  private static Path clone;

  @BeforeAll
  static void cloneAndBuild() throws Exception {
    clone = folder.resolve("torc");
    assertThat(
            TorcScript.run(
                    folder, "git", "clone", "-q", TorcScript.ROOT.toString(), clone.toString())
                .exitCode())
        .isZero();
    Result first = TorcScript.run(clone, "./torc", "version");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("torc: building", "Torc: command line", "start-up caches");
    try (var files = Files.walk(clone.resolve(".torc"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".aot"))).hasSize(2);
    }
  }

  @Test
  void theSecondRunDoesNotBuild() throws Exception {
    Result second = TorcScript.run(clone, "./torc", "--help");
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(TorcScript.run(clone, "git", "status", "--porcelain").out()).isEmpty();
  }

  @Test
  void theReadmesCurlLinesAnswerAsTheReadmeSays() throws Exception {
    try (Up up = new Up(clone)) {
      Result set =
          curl(
              "-i",
              "-X",
              "POST",
              up.cache() + "/k1",
              "-H",
              "content-type: application/json",
              "-d",
              "{\"value\":\"v1\"}");
      assertThat(set.out())
          .startsWith("HTTP/1.1 201 Created\n")
          .endsWith("{\"message\":\"Value set.\"}\n");
      Result get = curl("-i", up.cache() + "/k1");
      assertThat(get.out()).startsWith("HTTP/1.1 200 OK\n").endsWith("{\"value\":\"v1\"}\n");
      Result none = curl("-i", up.cache() + "/none");
      assertThat(none.out())
          .startsWith("HTTP/1.1 404 Not Found\n")
          .endsWith("{\"message\":\"Key does not exist.\"}\n");
      for (Result answer : List.of(set, get, none)) {
        assertThat(answer.out())
            .contains(
                "X-CacheServer-Count: 3\n", "X-CacheServer-Indexes: 0,1,2\n", "X-Ring-Epoch: 1\n")
            .containsPattern("X-CacheServer-Index: [012]\n")
            .containsPattern("X-Ring-Distribution: 0:\\d+,1:\\d+,2:\\d+\n");
      }
      assertThat(curl(up.admin() + "/readyz").out()).contains("\"status\":\"ready\"");
    }
  }

  @Test
  void sigtermUnderWrkFinishesRequestsAndExitsWithZero() throws Exception {
    try (Up up = new Up(clone)) {
      Process wrk =
          new ProcessBuilder("wrk", "-t1", "-c32", "-d4", up.cache() + "/key")
              .redirectErrorStream(true)
              .start();
      assertThat(wrk.waitFor(1500, MILLISECONDS)).isFalse();
      up.process().destroy();
      assertThat(up.process().waitFor(20, SECONDS)).isTrue();
      assertThat(up.process().exitValue()).isZero();
      // wrk reconnects, in vain, and counts that; what it had sent was answered.
      String report = new String(wrk.getInputStream().readAllBytes(), UTF_8);
      assertThat(report).containsPattern("[1-9]\\d* requests in").doesNotContain("timeout [1-9]");
    }
  }

  @Test
  void completionWorksInBash() throws Exception {
    Result words =
        TorcScript.run(
            clone,
            "bash",
            "-c",
            "source <(./torc completion); COMP_WORDS=(torc va); COMP_CWORD=1; _complete_torc; echo"
                + " \"${COMPREPLY[@]}\"");
    assertThat(words.out()).contains("validate");
  }

  @Test
  void placeDoesNotDependOnTheOrderOfNodes() throws Exception {
    Path keys = Files.write(folder.resolve("keys"), List.of("one", "two", "three"));
    Result place =
        TorcScript.run(clone, "./torc", "place", "--nodes", "a,b,c=2", "--keys", keys.toString());
    assertThat(place.out()).matches(Pattern.compile("one\t[abc]\ntwo\t[abc]\nthree\t[abc]\n"));
    assertThat(
            TorcScript.run(
                    clone, "./torc", "place", "--nodes", "c=2,b,a", "--keys", keys.toString())
                .out())
        .isEqualTo(place.out());
  }

  @Test
  void benchmarksAreBuiltWhenAskedForAndLeaveTheProgramAlone() throws Exception {
    Result bench = TorcScript.run(clone, "./torc", "bench", "hash", "--smoke", "--json");
    assertThat(bench.exitCode()).as(bench.err()).isZero();
    assertThat(bench.err()).contains("Torc: benchmarks").doesNotContain("start-up caches");
    List<String> algorithms =
        JsonMapper.shared().readTree(bench.out()).findValuesAsString("algorithm");
    assertThat(algorithms).contains("torc ring", "guava", "dubbo", "grpc-java");
    assertThat(TorcScript.run(clone, "./torc", "bench", "--help").err()).isEmpty();
    assertThat(TorcScript.run(clone, "./torc", "--help").err()).isEmpty();
  }

  @Test
  void withoutAJdk25TheErrorSaysWhatToInstall() throws Exception {
    // In a mount namespace where the usual folder is empty: as on a machine without a JDK.
    Result bare =
        TorcScript.run(
            clone,
            "unshare",
            "--mount",
            "bash",
            "-c",
            "mount -t tmpfs none /usr/lib/jvm && env -u JAVA_HOME -u TORC_JAVA_HOME"
                + " HOME=/nonexistent ./torc version");
    assertThat(bare.exitCode()).isEqualTo(1);
    assertThat(bare.err()).contains("no JDK 25 found; install one");
  }

  private static Result curl(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 2];
    command[0] = "curl";
    command[1] = "-sS";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    Result result = TorcScript.run(clone, command);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }
}
