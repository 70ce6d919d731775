package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Reads golden files; their README says where they come from. */
final class GoldenData {
  private GoldenData() {}

  static List<String[]> read(String name) {
    return text(name).lines().map(line -> line.split("\t", -1)).toList();
  }

  static String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(GoldenData.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
