package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.torc.config.Samples.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no text. */
final class FileTest {
  @TempDir Path folder;

  private static String problem(Path file) {
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> Configuration.load(file, Sample.class));
    assertThat(thrown.problems()).hasSize(1);
    return thrown.problems().get(0).toString();
  }

  private String problem(byte[] content) throws IOException {
    return problem(Files.write(file(), content)).replace(file().toString(), "torc.yaml");
  }

  private Path file() {
    return folder.resolve("torc.yaml");
  }

  @Test
  void missing() {
    assertThat(problem(file())).isEqualTo(file() + ": no such file");
  }

  @Test
  void directory() {
    assertThat(problem(folder)).isEqualTo(folder + ": is a directory (expected: a file)");
  }

  @Test
  void belowAFile() throws IOException {
    Files.writeString(file(), "x");
    assertThat(problem(file().resolve("x"))).startsWith(file() + "/x: not readable (");
  }

  @Test
  void notReadable() throws IOException {
    Files.writeString(file(), "note: x");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("-w-------"));
    assumeFalse(Files.isReadable(file()), "root reads everything");
    assertThat(problem(file())).isEqualTo(file() + ": not readable (permission denied)");
  }

  @Test
  void invalidUtf8() throws IOException {
    byte[] latin1 = "# ok\r\n\r#\nn: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(problem(latin1)).isEqualTo("torc.yaml:4:4: invalid UTF-8 (expected: text in UTF-8)");
  }

  @Test
  void cutWithinACharacter() throws IOException {
    byte[] cut = {'n', ':', '\n', (byte) 0xf0, (byte) 0x9f, (byte) 0x98};
    assertThat(problem(cut)).isEqualTo("torc.yaml:2:1: invalid UTF-8 (expected: text in UTF-8)");
  }

  @Test
  void utf16() throws IOException {
    assertThat(problem("note: x".getBytes(StandardCharsets.UTF_16)))
        .isEqualTo("torc.yaml:1:1: invalid UTF-8 (expected: text in UTF-8)");
  }

  @Test
  void binary() throws IOException {
    assertThat(problem(new byte[] {'a', 0}))
        .isEqualTo("torc.yaml:1:2: character U+0000 (expected: printable text)");
  }

  @Test
  void tooLarge() throws IOException {
    assertThat(problem(new byte[(1 << 20) + 1]))
        .isEqualTo("torc.yaml: larger than 1MiB (expected: a configuration file)");
  }

  @Test
  void aProgramsFileMayBeLarger() throws IOException {
    List<String> names = Collections.nCopies(1_200_000, "ab");
    String json = ConfigurationWriter.json(new PublicSettings(names));
    Files.writeString(file(), json);
    ByteSize size = new ByteSize(json.length());
    assertThat(Configuration.load(file(), PublicSettings.class, size).names()).isEqualTo(names);
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> Configuration.load(file(), PublicSettings.class, ByteSize.parse("4MiB")));
    assertThat(thrown)
        .hasMessageContaining(file() + ": larger than 4MiB (expected: a configuration file)");
  }

  @Test
  void aProgramsFileMayBeFullOfValues() throws IOException {
    Files.writeString(file(), "{\"digits\":[" + "1,".repeat(600_000) + "1]}");
    assertThat(Configuration.load(file(), Digits.class, ByteSize.parse("2MiB")).digits())
        .hasSize(600_001);
  }

  record Digits(List<Integer> digits) {}

  @Test
  void endless() {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero), "no /dev/zero on this system");
    assertThat(problem(zero)).startsWith("/dev/zero: larger than 1MiB");
  }

  @Test
  void empty() throws IOException {
    assertThat(problem(new byte[0]))
        .isEqualTo("torc.yaml: the file is empty (expected: a mapping)");
  }
}
