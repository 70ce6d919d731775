package dev.torc.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record with one of the forms of everything that is flat in it.
 *
 * @param alternative what the record is in its union, null if it is in none
 */
record Form(RecordShape shape, @Nullable Alternative alternative, Map<Field, Form> flats) {

  Form with(Field flat, Form form) {
    Map<Field, Form> more = new LinkedHashMap<>(flats);
    more.put(flat, form);
    return new Form(shape, alternative, more);
  }

  Form flat(Field field) {
    return Objects.requireNonNull(flats.get(field), field::origin);
  }

  /** This form and the flat ones in it, outer ones first. */
  Stream<Form> all() {
    return Stream.concat(Stream.of(this), flats.values().stream().flatMap(Form::all));
  }

  /** The fields of the mapping, in order. */
  Stream<Field> fields() {
    Stream<Field> fields =
        shape.fields().stream()
            .flatMap(field -> field.flat() ? flat(field).fields() : Stream.of(field));
    return alternative == null
        ? fields
        : Stream.concat(Stream.of(alternative.discriminator()), fields);
  }
}
