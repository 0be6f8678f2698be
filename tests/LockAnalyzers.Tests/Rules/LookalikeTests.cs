using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>Code that looks like a file lock and is none: a name alone proves nothing.</summary>
public sealed class LookalikeTests
{
    [Theory]
    [InlineData(
        "static bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped) => true;"
    )]
    [InlineData(
        "[DllImport(\"mylib\")] static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);"
    )]
    [InlineData(
        "[DllImport(\"kernel32\", EntryPoint = \"LockResource\")] static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);"
    )]
    [InlineData(
        "[DllImport(\"libc\")] static extern bool {|LOCK5001:LockFileEx|}(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);"
    )]
    public Task Not_the_LockFileEx_of_Windows(string declaration) =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            static class Store
            {
                {{declaration}}

                internal static bool TryTakeExclusively(SafeFileHandle file)
                {
                    var overlapped = new NativeOverlapped();
                    return LockFileEx(file, 0, 7, 0, 0, ref overlapped);
                }
            }
            """
        );

    [Theory]
    [InlineData("static int flock(int descriptor, int operation) => 0;")]
    [InlineData("[DllImport(\"libgit2\")] static extern int flock(int descriptor, int operation);")]
    [InlineData("[DllImport(\"libc\", EntryPoint = \"getpid\")] static extern int flock(int descriptor, int operation);")]
    [InlineData("static Func<int, int, int> flock = (_, _) => 0;")]
    public Task Not_the_flock_of_Unix(string declaration) =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            static class Store
            {
                {{declaration}}

                internal static bool TryTakeExclusively(int descriptor) => flock(descriptor, 1) == 0;
            }
            """
        );

    [Fact]
    public Task Locks_of_other_things() =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            class FileStream
            {
                public void Lock(long position, long length) { }
                public void Unlock(long position, long length) { }
            }

            class Document
            {
                private readonly object _gate = new();
                private readonly ReaderWriterLockSlim _slim = new();

                internal void TryWriteExclusively(FileStream file, Bitmap bitmap)
                {
                    file.Lock(0, 0);
                    bitmap.Lock(1, 0);
                    lock (_gate) { _slim.EnterReadLock(); _slim.ExitReadLock(); }
                    Monitor.TryEnter(_gate);
                    bitmap.Unlock();
                    file.Unlock(0, 1);
                }
            }

            class Bitmap { public void Lock(int mode, long length) { } public void Unlock() { } }

            namespace FileLocking.Other
            {
                class FileLock { public static FileLock Acquire(string path, int mode) => new(); }
                class User { void Write() => FileLock.Acquire("x", 0); }
            }
            """
        );

    [Fact]
    public Task Constants_of_other_things() =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            // LockFileEx and flock are only spoken of.
            static class Words
            {
                const string LOCK_EX = "x";
                const int LOCK_LEVEL = 1, EXCLUSIVE = 77, LOCK_SHARED_MEMORY = 5, Shared = 3;
                enum AccessMode { Read = 1, Write = 2, Exclusive = 9 }
                enum Command { Lock = 7, Unlock = 9 }
            }
            """
        );
}
