package dev.torc.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML value with its position. An alias is the node it stands for, at that node's position. */
sealed interface Node {
  Position at();

  /** The value in a message: {@code "abc"}, {@code 3.5}, {@code a list}. */
  String describe();

  /** The value in a JSON document, as a map, list, string, number, boolean or null. */
  @Nullable Object json();

  /** What a scalar is by YAML's core schema. */
  enum Kind {
    NULL,
    BOOLEAN,
    WHOLE,
    DECIMAL,
    TEXT
  }

  /** A scalar: its text without quotes. */
  record Scalar(Position at, String text, Kind kind) implements Node {
    private static final int MAX_DIGITS = 64;

    boolean isNull() {
      return kind == Kind.NULL;
    }

    /** The value of a {@link Kind#WHOLE}; a very long one is cut, but stays beyond any long. */
    BigInteger whole() {
      boolean negative = text.startsWith("-");
      if (text.length() > MAX_DIGITS) {
        BigInteger huge = BigInteger.TEN.pow(MAX_DIGITS);
        return negative ? huge.negate() : huge;
      }
      if (text.startsWith("0x")) {
        return new BigInteger(text.substring(2), 16);
      }
      return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    IllegalArgumentException mismatch(String expected) {
      return new IllegalArgumentException(describe() + " (expected: " + expected + ")");
    }

    @Override
    public String describe() {
      if (isNull()) {
        return "null";
      }
      return kind == Kind.TEXT ? Quotation.of(text) : Quotation.plain(text);
    }

    @Override
    public @Nullable Object json() {
      return switch (kind) {
        case NULL -> null;
        case BOOLEAN -> Boolean.valueOf(text);
        case WHOLE -> whole();
        case DECIMAL -> Double.valueOf(text);
        case TEXT -> text;
      };
    }
  }

  /** A list. */
  record Sequence(Position at, List<Node> items) implements Node {
    @Override
    public String describe() {
      return "a list";
    }

    @Override
    public Object json() {
      List<@Nullable Object> result = new ArrayList<>();
      items.forEach(item -> result.add(item.json()));
      return result;
    }
  }

  /** A mapping, with all its entries, also those of equal keys. */
  record Mapping(Position at, List<Entry> entries) implements Node {
    @Override
    public String describe() {
      return "a mapping";
    }

    @Override
    public Object json() {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      entries.forEach(entry -> result.put(entry.key().text(), entry.value().json()));
      return result;
    }
  }

  /** An entry of a mapping. */
  record Entry(Scalar key, Node value) {}
}
