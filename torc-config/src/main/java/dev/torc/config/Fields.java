package dev.torc.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one record type, and how to create it and take it apart. */
final class Fields {
  private static final ClassValue<Fields> CACHE =
      new ClassValue<>() {
        @Override
        protected Fields computeValue(Class<?> type) {
          return new Fields(type);
        }
      };

  private final RecordComponent[] components;
  private final List<Field> list;
  private final @Nullable Field shorthand;
  private final Constructor<?> constructor;

  private Fields(Class<?> type) {
    components = type.getRecordComponents();
    list = Arrays.stream(components).map(Field::of).toList();
    shorthand = shorthand(type);
    constructor = constructor(type);
    for (RecordComponent component : components) {
      component.getAccessor().setAccessible(true);
    }
  }

  static Fields of(Class<?> type) {
    return CACHE.get(type);
  }

  private @Nullable Field shorthand(Class<?> type) {
    Shorthand annotation = type.getAnnotation(Shorthand.class);
    if (annotation == null) {
      return null;
    }
    Field field = find(annotation.value());
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

  /** The field a name means, in either spelling. */
  private @Nullable Field find(String name) {
    return list.stream().filter(field -> field.isNamed(name)).findFirst().orElse(null);
  }

  /** The field of a component by the component's name, or else by the file's. */
  @Nullable Field component(String name) {
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals(name)) {
        return list.get(i);
      }
    }
    return find(name);
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

  /** The values of a record's components, null where they are. */
  @Nullable Object[] values(Object record) {
    @Nullable Object[] values = new @Nullable Object[components.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = components[i].getAccessor().invoke(record);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor.getName() + " cannot be read", e);
    }
    return values;
  }
}
