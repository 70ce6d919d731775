package dev.torc.config;

import java.util.Objects;

/**
 * What a text says, and where it says what.
 *
 * @param source where the text is from, for messages
 * @param root the text's value
 * @param value the record that it was bound to
 */
record Document<T extends Record>(String source, Node root, T value) {

  /**
   * Binds a text.
   *
   * @throws ConfigurationException with every problem found
   */
  static <T extends Record> Document<T> parse(
      String text, String source, Class<T> type, ByteSize max) {
    Node root = Composer.compose(SourceText.check(text, source, max), source);
    Binding binding = new Binding(source, max);
    Object value = binding.bind(root, new RecordShape(type), FieldPath.ROOT);
    binding.throwProblems();
    return new Document<>(source, root, type.cast(Objects.requireNonNull(value)));
  }

  /**
   * The errors that whoever was to use the record found in it, each where the text has what it is
   * about, or else what would contain that.
   */
  ConfigurationException refused(FieldErrorsException refusal) {
    RecordShape shape = new RecordShape(value.getClass());
    Binding binding = new Binding(source);
    refusal
        .errors()
        .forEach(error ->
            binding.add(shape.follow(root, FieldPath.ROOT, error.path()), error.message()));
    return binding.exception();
  }
}
