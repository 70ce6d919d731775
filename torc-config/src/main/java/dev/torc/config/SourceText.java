package dev.torc.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The text of a configuration, before it is YAML: reading, decoding, limits. */
final class SourceText {
  /** Of a file that people write. */
  static final ByteSize MAX_SIZE = new ByteSize(1 << 20);

  private SourceText() {}

  static String read(Path file, ByteSize max) {
    if (Files.isDirectory(file)) {
      throw problem(file, "is a directory (expected: a file)");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Math.toIntExact(max.bytes() + 1));
      if (bytes.length > max.bytes()) {
        throw problem(file, tooLarge(max));
      }
      return decode(bytes, file);
    } catch (NoSuchFileException e) {
      throw problem(file, "no such file");
    } catch (AccessDeniedException e) {
      throw problem(file, "not readable (permission denied)");
    } catch (IOException e) {
      throw problem(file, "not readable (" + Quotation.plain(String.valueOf(e.getMessage())) + ")");
    }
  }

  private static String decode(byte[] bytes, Path file) {
    CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    boolean malformed = decoder.decode(ByteBuffer.wrap(bytes), text, true).isError();
    text.flip();
    if (malformed) {
      throw new ConfigurationException(
          Problem.of(
              file.toString(), Position.after(text), "invalid UTF-8 (expected: text in UTF-8)"));
    }
    return text.toString();
  }

  /** The text without a byte order mark, after a check of its size and characters. */
  static String check(String text, String source, ByteSize max) {
    if (text.length() > max.bytes()) {
      throw new ConfigurationException(Problem.of(source, Position.NONE, tooLarge(max)));
    }
    String checked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (int i = 0; i < checked.length(); ) {
      int codePoint = checked.codePointAt(i);
      // The parser would refuse it too, but gives no line for it.
      if (!StreamReader.isPrintable(codePoint)) {
        throw new ConfigurationException(
            Problem.of(
                source,
                Position.after(checked.substring(0, i)),
                String.format("character U+%04X (expected: printable text)", codePoint)));
      }
      i += Character.charCount(codePoint);
    }
    return checked;
  }

  private static String tooLarge(ByteSize max) {
    return "larger than " + max + " (expected: a configuration file)";
  }

  private static ConfigurationException problem(Path file, String message) {
    return new ConfigurationException(Problem.of(file.toString(), Position.NONE, message));
  }
}
