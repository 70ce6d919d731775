package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads lines of UTF-8 that a user names by an option; {@code -} is standard input. */
final class TextLines {
  private TextLines() {}

  /** Takes one line after the other. */
  interface Consumer {
    void accept(String text, long line) throws IOException;
  }

  /**
   * Reads a file without holding it.
   *
   * @throws UsageException if there is no such file, or it is not UTF-8
   */
  static void forEach(Path file, String option, Consumer consumer) throws IOException {
    long line = 1;
    try (BufferedReader reader = open(file, option)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        consumer.accept(text, line++);
      }
    } catch (NoSuchFileException e) {
      throw new UsageException(option + ": no such file: " + file);
    } catch (CharacterCodingException e) {
      throw new UsageException(
          option + ": " + file + ":" + line + ": not UTF-8, here or soon after");
    }
  }

  private static BufferedReader open(Path file, String option) throws IOException {
    if (Files.isDirectory(file)) {
      throw new UsageException(option + ": " + file + " is a directory (expected: a file)");
    }
    // A decoder, not a charset: bytes that are not UTF-8 are an error, not question marks.
    return file.toString().equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, UTF_8.newDecoder()))
        : Files.newBufferedReader(file, UTF_8);
  }
}
