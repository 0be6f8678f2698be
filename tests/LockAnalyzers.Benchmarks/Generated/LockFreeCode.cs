namespace LockAnalyzers.Benchmarks.Generated;

/// <summary>
/// Ordinary code that locks no file, the same in every run: what nearly every file of nearly every project is. One file in
/// <see cref="FilesPerGate"/> has a lock of its own in it (<c>gate.Lock()</c>, <c>TryLock</c>), so that names alone do not tell.
/// </summary>
internal static class LockFreeCode
{
    private const int FilesPerGate = 20;
    private const int SectionsPerFile = 7;

    private static readonly Func<string, string>[] Sections =
    [
        Repository,
        Service,
        Scanner,
        Native,
        Cache,
        Vector,
        Shapes,
        Pipeline,
        Settings,
    ];

    /// <summary>At least <paramref name="lines"/> lines, one string per file.</summary>
    public static IReadOnlyList<string> Files(int lines)
    {
        var files = new List<string>();
        for (var written = 0; written < lines; written += Lines(files[^1]))
            files.Add(File(files.Count));

        return files;
    }

    public static int Lines(string text) => 1 + text.AsSpan().Count('\n');

    private static string File(int number)
    {
        // Neighbours differ in which sections they have and in what order.
        var sections = Enumerable
            .Range(0, SectionsPerFile)
            .Select(section => Sections[(number * 5 + section * (1 + number % 4)) % Sections.Length]($"{number}_{section}"));
        if (number % FilesPerGate == 0)
            sections = sections.Append(Gate($"{number}"));

        return $$"""
            using System;
            using System.Collections.Concurrent;
            using System.Collections.Generic;
            using System.Globalization;
            using System.IO;
            using System.Linq;
            using System.Runtime.InteropServices;
            using System.Text;
            using System.Threading;
            using System.Threading.Tasks;

            namespace Generated.Module{{number}}
            {
            {{string.Join("\n\n", sections)}}
            }
            """;
    }

    private static string Repository(string id) =>
        $$"""
                public sealed class Order{{id}}
                {
                    public int Id { get; set; }
                    public string Customer { get; set; } = "";
                    public decimal Total { get; set; }
                    public DateTime Created { get; set; }
                    public List<string> Lines { get; } = new List<string>();
                }

                public interface IStore{{id}}<TKey, TItem> where TKey : notnull
                {
                    TItem? Find(TKey key);
                    void Put(TKey key, TItem item);
                }

                public sealed class OrderStore{{id}} : IStore{{id}}<int, Order{{id}}>
                {
                    private readonly Dictionary<int, Order{{id}}> _orders = new Dictionary<int, Order{{id}}>();

                    public Order{{id}}? Find(int key) => _orders.TryGetValue(key, out var order) ? order : null;

                    public void Put(int key, Order{{id}} item)
                    {
                        ArgumentNullException.ThrowIfNull(item);
                        if (key != item.Id)
                            throw new ArgumentException($"Key {key} is not the order's {item.Id}.", nameof(key));
                        _orders[key] = item;
                    }

                    public IReadOnlyList<(string Customer, decimal Sum)> TopCustomers(int count, DateTime since) => _orders.Values
                        .Where(o => o.Created >= since && o.Lines.Count > 0)
                        .GroupBy(o => o.Customer, StringComparer.OrdinalIgnoreCase)
                        .Select(g => (Customer: g.Key, Sum: g.Sum(o => o.Total)))
                        .OrderByDescending(pair => pair.Sum)
                        .ThenBy(pair => pair.Customer)
                        .Take(count)
                        .ToList();
                }
            """;

    private static string Service(string id) =>
        $$"""
                public sealed class Importer{{id}} : IAsyncDisposable
                {
                    private readonly SemaphoreSlim _slots = new SemaphoreSlim(4);
                    private readonly Func<string, CancellationToken, Task<Stream>> _open;
                    private int _imported;

                    public Importer{{id}}(Func<string, CancellationToken, Task<Stream>> open) => _open = open;

                    public async Task<int> ImportAsync(IEnumerable<string> names, CancellationToken cancellation = default)
                    {
                        var tasks = names.Select(name => ImportOneAsync(name, cancellation)).ToArray();
                        int[] counts = await Task.WhenAll(tasks).ConfigureAwait(false);
                        return counts.Sum();
                    }

                    private async Task<int> ImportOneAsync(string name, CancellationToken cancellation)
                    {
                        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
                        try
                        {
                            await using Stream stream = await _open(name, cancellation).ConfigureAwait(false);
                            using var reader = new StreamReader(stream, Encoding.UTF8);
                            int lines = 0;
                            while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
                            {
                                if (line.Length == 0 || line.StartsWith('#'))
                                    continue;
                                lines++;
                            }

                            Interlocked.Add(ref _imported, lines);
                            return lines;
                        }
                        catch (IOException e) when (!cancellation.IsCancellationRequested)
                        {
                            Console.Error.WriteLine("{0}: {1}", name, e.Message);
                            return 0;
                        }
                        finally
                        {
                            _slots.Release();
                        }
                    }

                    public ValueTask DisposeAsync()
                    {
                        _slots.Dispose();
                        return ValueTask.CompletedTask;
                    }
                }
            """;

    private static string Scanner(string id) =>
        $$"""
                public enum Token{{id}} { End, Number, Word, Symbol }

                public ref struct Scanner{{id}}
                {
                    private readonly ReadOnlySpan<char> _text;
                    private int _at;

                    public Scanner{{id}}(ReadOnlySpan<char> text)
                    {
                        _text = text;
                        _at = 0;
                    }

                    public Token{{id}} Next(out ReadOnlySpan<char> value)
                    {
                        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                            _at++;
                        int start = _at;
                        if (start == _text.Length)
                        {
                            value = default;
                            return Token{{id}}.End;
                        }

                        Token{{id}} token;
                        switch (_text[_at])
                        {
                            case >= '0' and <= '9':
                                while (_at < _text.Length && (char.IsDigit(_text[_at]) || _text[_at] == '.'))
                                    _at++;
                                token = Token{{id}}.Number;
                                break;
                            case '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                                do
                                    _at++;
                                while (_at < _text.Length && char.IsLetterOrDigit(_text[_at]));
                                token = Token{{id}}.Word;
                                break;
                            default:
                                _at++;
                                token = Token{{id}}.Symbol;
                                break;
                        }

                        value = _text.Slice(start, _at - start);
                        return token;
                    }
                }
            """;

    private static string Native(string id) =>
        $$"""
                internal static class Native{{id}}
                {
                    [DllImport("libc", EntryPoint = "getpid")]
                    private static extern int GetProcessId();

                    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
                    private static extern nint Read(SafeHandle file, byte[] buffer, nint count);

                    [DllImport("kernel32", SetLastError = true)]
                    [return: MarshalAs(UnmanagedType.Bool)]
                    private static extern bool FlushFileBuffers(SafeHandle file);

                    [DllImport("kernel32", ExactSpelling = true)]
                    private static extern ulong GetTickCount64();

                    public static string Describe()
                    {
                        if (OperatingSystem.IsWindows())
                            return string.Format(CultureInfo.InvariantCulture, "up {0} s", GetTickCount64() / 1000);
                        return "process " + GetProcessId().ToString(CultureInfo.InvariantCulture);
                    }

                    public static int Fill(SafeHandle file, byte[] buffer)
                    {
                        nint count = Read(file, buffer, buffer.Length);
                        if (count < 0)
                            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
                        return checked((int)count);
                    }

                    public static void Flush(SafeHandle file)
                    {
                        if (!FlushFileBuffers(file))
                            Marshal.ThrowExceptionForHR(Marshal.GetHRForLastWin32Error());
                    }
                }
            """;

    private static string Cache(string id) =>
        $$"""
                public class Cache{{id}}<TKey, TValue> where TKey : notnull where TValue : class
                {
                    private readonly object _sync = new object();
                    private readonly Dictionary<TKey, (TValue Value, long Stamp)> _items;
                    private readonly int _capacity;
                    private long _clock;

                    public Cache{{id}}(int capacity, IEqualityComparer<TKey>? comparer = null)
                    {
                        _capacity = capacity;
                        _items = new Dictionary<TKey, (TValue, long)>(capacity, comparer);
                    }

                    public event EventHandler<TKey>? Evicted;

                    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
                    {
                        lock (_sync)
                        {
                            if (_items.TryGetValue(key, out var hit))
                            {
                                _items[key] = (hit.Value, ++_clock);
                                return hit.Value;
                            }
                        }

                        TValue made = make(key);
                        lock (_sync)
                        {
                            if (_items.Count >= _capacity)
                            {
                                TKey oldest = _items.MinBy(item => item.Value.Stamp).Key;
                                _items.Remove(oldest);
                                Evicted?.Invoke(this, oldest);
                            }

                            _items[key] = (made, ++_clock);
                        }

                        return made;
                    }
                }
            """;

    private static string Vector(string id) =>
        $$"""
                public readonly struct Vector{{id}} : IEquatable<Vector{{id}}>
                {
                    public Vector{{id}}(double x, double y, double z) => (X, Y, Z) = (x, y, z);

                    public double X { get; }
                    public double Y { get; }
                    public double Z { get; }
                    public double Length => Math.Sqrt(X * X + Y * Y + Z * Z);

                    public static Vector{{id}} operator +(Vector{{id}} a, Vector{{id}} b) => new Vector{{id}}(a.X + b.X, a.Y + b.Y, a.Z + b.Z);
                    public static Vector{{id}} operator *(Vector{{id}} a, double k) => new Vector{{id}}(a.X * k, a.Y * k, a.Z * k);
                    public static bool operator ==(Vector{{id}} a, Vector{{id}} b) => a.Equals(b);
                    public static bool operator !=(Vector{{id}} a, Vector{{id}} b) => !a.Equals(b);

                    public Vector{{id}} Normalized()
                    {
                        double length = Length;
                        return length > 1e-12 ? this * (1 / length) : default;
                    }

                    public static Vector{{id}} Mean(IReadOnlyCollection<Vector{{id}}> points)
                    {
                        if (points.Count == 0)
                            return default;
                        var sum = new Vector{{id}}();
                        foreach (Vector{{id}} point in points)
                            sum += point;
                        return sum * (1.0 / points.Count);
                    }

                    public bool Equals(Vector{{id}} other) => X.Equals(other.X) && Y.Equals(other.Y) && Z.Equals(other.Z);
                    public override bool Equals(object? obj) => obj is Vector{{id}} other && Equals(other);
                    public override int GetHashCode() => HashCode.Combine(X, Y, Z);
                    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({X:F2}, {Y:F2}, {Z:F2})");
                }
            """;

    private static string Shapes(string id) =>
        $$"""
                public abstract record Shape{{id}}(string Name);
                public sealed record Circle{{id}}(string Name, double Radius) : Shape{{id}}(Name);
                public sealed record Box{{id}}(string Name, double Width, double Height) : Shape{{id}}(Name);
                public sealed record Group{{id}}(string Name, IReadOnlyList<Shape{{id}}> Parts) : Shape{{id}}(Name);

                public static class Shapes{{id}}
                {
                    public static double Area(this Shape{{id}} shape) => shape switch
                    {
                        Circle{{id}} { Radius: var r } => Math.PI * r * r,
                        Box{{id}}(_, var width, var height) when width > 0 && height > 0 => width * height,
                        Group{{id}} group => group.Parts.Sum(Area),
                        _ => 0,
                    };

                    public static IEnumerable<Shape{{id}}> Flatten(this Shape{{id}} shape)
                    {
                        if (shape is not Group{{id}} group)
                        {
                            yield return shape;
                            yield break;
                        }

                        foreach (Shape{{id}} part in group.Parts.SelectMany(Flatten))
                            yield return part;
                    }

                    public static string Report(IEnumerable<Shape{{id}}> shapes)
                    {
                        var text = new StringBuilder();
                        foreach (var (shape, index) in shapes.Select((s, i) => (s, i)))
                            text.Append(index + 1).Append(". ").Append(shape.Name).Append(": ").AppendLine(shape.Area().ToString("F1"));
                        return text.ToString().TrimEnd();
                    }
                }
            """;

    private static string Pipeline(string id) =>
        $$"""
                public sealed class Pipeline{{id}}<T>
                {
                    private readonly List<Func<T, T>> _steps = new List<Func<T, T>>();
                    private readonly ConcurrentQueue<Exception> _errors = new ConcurrentQueue<Exception>();

                    public Pipeline{{id}}<T> Then(Func<T, T> step)
                    {
                        _steps.Add(step ?? throw new ArgumentNullException(nameof(step)));
                        return this;
                    }

                    public Pipeline{{id}}<T> When(Predicate<T> test, Func<T, T> step) => Then(item => test(item) ? step(item) : item);

                    public bool TryRun(T item, out T result)
                    {
                        result = item;
                        try
                        {
                            foreach (var step in _steps)
                                result = step(result);
                            return true;
                        }
                        catch (InvalidOperationException e)
                        {
                            _errors.Enqueue(e);
                            return false;
                        }
                    }

                    public IEnumerable<T> RunAll(IEnumerable<T> items)
                    {
                        foreach (T item in items)
                        {
                            if (TryRun(item, out T result))
                                yield return result;
                        }
                    }

                    public override string ToString() => $"{_steps.Count} steps, {_errors.Count} errors";
                }
            """;

    private static string Settings(string id) =>
        $$"""
                public sealed class Settings{{id}}
                {
                    private readonly Dictionary<string, string> _values = new Dictionary<string, string>(StringComparer.Ordinal);

                    public static Settings{{id}} Load(string path)
                    {
                        var settings = new Settings{{id}}();
                        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
                        using var reader = new StreamReader(stream);
                        for (int number = 1; reader.ReadLine() is { } line; number++)
                        {
                            int equals = line.IndexOf('=');
                            if (equals <= 0)
                                throw new FormatException($"{path}({number}): expected key=value.");
                            settings._values[line.Substring(0, equals).Trim()] = line.Substring(equals + 1).Trim();
                        }

                        return settings;
                    }

                    public void Save(string path)
                    {
                        string temporary = path + ".new";
                        File.WriteAllLines(temporary, _values.OrderBy(pair => pair.Key).Select(pair => pair.Key + "=" + pair.Value));
                        File.Move(temporary, path, overwrite: true);
                    }

                    public int Number(string key, int fallback) =>
                        _values.TryGetValue(key, out var text)
                            && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
                            ? number
                            : fallback;

                    public bool Flag(string key) => _values.TryGetValue(key, out var text) && bool.TryParse(text, out bool on) && on;
                }
            """;

    private static string Gate(string id) =>
        $$"""
                public sealed class Gate{{id}}
                {
                    private readonly object _sync = new object();
                    private int _holders;

                    public void Lock()
                    {
                        Monitor.Enter(_sync);
                        _holders++;
                    }

                    public bool TryLock(TimeSpan timeout)
                    {
                        if (!Monitor.TryEnter(_sync, timeout))
                            return false;
                        _holders++;
                        return true;
                    }

                    public void Unlock()
                    {
                        _holders--;
                        Monitor.Exit(_sync);
                    }
                }

                public sealed class Counter{{id}}
                {
                    private readonly Gate{{id}} gate = new Gate{{id}}();
                    private long _value;

                    public long Increment(long by)
                    {
                        gate.Lock();
                        try
                        {
                            return _value += by;
                        }
                        finally
                        {
                            gate.Unlock();
                        }
                    }

                    public bool TryReset()
                    {
                        if (!gate.TryLock(TimeSpan.Zero))
                            return false;
                        _value = 0;
                        gate.Unlock();
                        return true;
                    }
                }
            """;
}
