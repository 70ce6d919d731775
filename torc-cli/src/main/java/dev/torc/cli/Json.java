package dev.torc.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON for programs: compact on standard output, indented in files for people. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** On one line. */
  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Indented. */
  static String writeIndented(Object value) {
    return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
  }
}
