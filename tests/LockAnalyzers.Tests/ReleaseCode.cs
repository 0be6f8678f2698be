namespace LockAnalyzers.Tests;

/// <summary>What the tests of the release rules write around the statements or members they are about.</summary>
internal static class ReleaseCode
{
    private const string Helpers = """

        class Helpers
        {
            protected readonly SafeFileHandle _file = null!;
            protected readonly FileStream _stream = null!;
            protected bool _held, _closed;
            protected int _count;

            protected static bool Chance => Random.Shared.Next(2) == 0;
            protected static void Work() => File.Delete("data");
            protected static int Compute() => int.Parse(File.ReadAllText("data"));
            protected static Task WorkAsync() => Task.Run(Work);
            protected static void Check(bool done) { if (!done) throw new IOException("refused"); }
            protected static void Check(int result) { if (result < 0) throw new IOException("refused"); }
            protected static void Fail() { throw new IOException("failed"); }
            [System.Diagnostics.CodeAnalysis.DoesNotReturn] protected static void Raise(string why) { while (true) { } }
            protected static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition)
            {
                if (!condition) Raise("required");
            }
            protected static void Refuse([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(true)] bool condition)
            {
                if (condition) Raise("refused");
            }
            protected static extern bool Opaque(int value);
        }
        """;

    /// <summary>Statements of a method that is given a file, its handle and some work.</summary>
    public static string Void(string statements) =>
        Members(
            $$"""
            void M(SafeFileHandle file, FileStream stream, Action work, string path)
            {
                {{statements}}
            }
            """
        );

    /// <summary>Statements of a method that returns a bool.</summary>
    public static string Bool(string statements) =>
        Members(
            $$"""
            bool M(SafeFileHandle file, FileStream stream, Action work, string path)
            {
                {{statements}}
            }
            """
        );

    /// <summary>Members of a type.</summary>
    public static string Members(string members) =>
        LockCode.Using(
            $$"""
            class Store : Helpers
            {
                {{members.Replace("\n", "\n    ")}}
            }
            {{Helpers}}
            """
        );

    /// <summary>The part of the runtime's surface that lock handles come from.</summary>
    public const string Runtime = """

        namespace FileLocking
        {
            public sealed class FileLockHandle : IDisposable, IAsyncDisposable
            {
                public string Path => "";
                public void Dispose() { }
                public ValueTask DisposeAsync() => default;
            }

            public sealed class FileLock
            {
                public FileLockHandle Acquire() => new();
                public FileLockHandle? TryAcquire() => new();
                public Task<FileLockHandle> AcquireAsync() => Task.FromResult(new FileLockHandle());
                public Task<FileLockHandle?> TryAcquireAsync() => Task.FromResult<FileLockHandle?>(new());
            }
        }
        """;

    /// <summary>Members of a type that has a lock of the runtime.</summary>
    public static string Handles(string members) =>
        $$"""
            #nullable enable
            using FileLocking;
            {{LockCode.Usings}}
            class Store
            {
                private readonly FileLock _lock = new();
                private FileLockHandle? _handle;
                private readonly List<FileLockHandle> _handles = new();
                static void Work() => File.Delete("data");
                static Task WorkAsync() => Task.Run(Work);
                static bool Chance => Random.Shared.Next(2) == 0;
                {{members.Replace("\n", "\n    ")}}
            }
            {{Runtime}}
            """;
}
