package dev.torc.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one record type, by name, and how to create it. */
final class Fields {
  private static final ClassValue<Fields> CACHE =
      new ClassValue<>() {
        @Override
        protected Fields computeValue(Class<?> type) {
          return new Fields(type);
        }
      };

  private final List<Field> list;
  private final Map<String, Field> byName = new HashMap<>();
  private final @Nullable Field shorthand;
  private final Constructor<?> constructor;

  private Fields(Class<?> type) {
    list = Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
    for (Field field : list) {
      put(type, field.name(), field);
      if (!Names.snake(field.name()).equals(field.name())) {
        put(type, Names.snake(field.name()), field);
      }
    }
    shorthand = shorthand(type);
    constructor = constructor(type);
  }

  static Fields of(Class<?> type) {
    return CACHE.get(type);
  }

  private void put(Class<?> type, String name, Field field) {
    if (byName.put(name, field) != null) {
      throw new IllegalStateException(type.getName() + ": two components are \"" + name + '"');
    }
  }

  private @Nullable Field shorthand(Class<?> type) {
    Shorthand annotation = type.getAnnotation(Shorthand.class);
    if (annotation == null) {
      return null;
    }
    Field field = byName.get(annotation.value());
    if (field == null || !(field.shape() instanceof ScalarShape)) {
      throw new IllegalStateException(
          "@Shorthand of "
              + type.getName()
              + ": \""
              + annotation.value()
              + "\" (expected: a field that is a scalar)");
    }
    return field;
  }

  private static Constructor<?> constructor(Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException | InaccessibleObjectException e) {
      throw new IllegalStateException(
          type.getName() + " cannot be created (expected: its package open to dev.torc.config)", e);
    }
  }

  List<Field> list() {
    return list;
  }

  /** The field a name in the file means, in either spelling. */
  @Nullable Field find(String name) {
    return byName.get(name);
  }

  @Nullable Field shorthand() {
    return shorthand;
  }

  /**
   * Creates the record.
   *
   * @throws IllegalArgumentException if its constructor does
   */
  Object create(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(constructor + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " cannot be called", e);
    }
  }
}
