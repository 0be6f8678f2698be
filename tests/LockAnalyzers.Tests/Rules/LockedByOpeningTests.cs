using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class LockedByOpeningTests
{
    [Theory]
    [InlineData("new FileStream(path, FileMode.OpenOrCreate)")]
    [InlineData("new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite)")]
    [InlineData(
        "new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.None)"
    )]
    [InlineData("File.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read)")]
    [InlineData("File.OpenRead(path)")]
    [InlineData("new FileInfo(path).OpenRead()")]
    [InlineData("new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Share = FileShare.ReadWrite })")]
    [InlineData("new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate })")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read, OperatingSystem.IsWindows() ? FileShare.None : FileShare.ReadWrite)")]
    [InlineData(
        "new FileStream(path, FileMode.Open, FileAccess.Read, !OperatingSystem.IsWindows() ? FileShare.Read : (FileShare)path.Length)"
    )]
    [InlineData("File.Open(path, new FileStreamOptions { Share = FileShare.Delete })")]
    public Task Stream_that_others_may_open(string opening) =>
        Verify.AnalyzerAsync(
            HandleCode.Void(
                $"using var own = {opening}; if ({{|LOCK5003:flockSafe(own.SafeFileHandle, LOCK_EX | LOCK_NB)|}} != 0) return; work();"
            )
        );

    [Theory]
    [InlineData("new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)")]
    [InlineData("File.Open(path, FileMode.Open)")]
    [InlineData("File.Create(path)")]
    [InlineData("new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Share = FileShare.None })")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read, OperatingSystem.IsWindows() ? FileShare.ReadWrite : FileShare.None)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read, OperatingSystem.IsLinux() ? FileShare.ReadWrite : FileShare.None)")]
    [InlineData("new FileStream(path, new FileStreamOptions { Share = path.Length > 3 ? FileShare.None : FileShare.Read })")]
    [InlineData(
        "new FileStream(path, Environment.TickCount > 9 ? new FileStreamOptions() : new FileStreamOptions { Share = FileShare.None })"
    )]
    [InlineData("File.OpenWrite(path)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read, Environment.TickCount > 9 ? FileShare.None : FileShare.Read)")]
    [InlineData("new FileStream(new SafeFileHandle(open(path, 2, 0), true), FileAccess.ReadWrite)")]
    public Task Stream_that_nobody_else_may_open(string opening) =>
        Verify.AnalyzerAsync(
            HandleCode.Void($"using var own = {opening}; if (flockSafe(own.SafeFileHandle, LOCK_EX | LOCK_NB) != 0) return; work();")
        );

    [Theory]
    [InlineData("using var own = File.OpenHandle(path); if ({|LOCK5003:flockSafe(own, LOCK_EX)|} != 0) throw new IOException();")]
    [InlineData("using var own = File.OpenHandle(path); if (flockSafe(own, LOCK_SH) != 0) throw new IOException();")]
    [InlineData("using var own = File.OpenHandle(path); if (flockSafe(own, LOCK_EX | LOCK_NB) != 0) throw new IOException();")]
    [InlineData(
        "using var own = File.OpenHandle(path); if ({|LOCK5003:flockSafe(own, LOCK_EX | LOCK_NB)|} != 0) throw new TimeoutException();"
    )]
    [InlineData("using var own = File.OpenHandle(path); flockSafe(own, LOCK_UN);")]
    [InlineData("using var own = File.OpenHandle(path); if (flockSafe(own, LOCK_EX | LOCK_NB) == 0) return; throw new IOException();")]
    [InlineData(
        "using var own = File.OpenHandle(path); var rc = flockSafe(own, LOCK_EX | LOCK_NB); if (rc != 0) { work(); throw new IOException(); }"
    )]
    [InlineData(
        "using var own = File.OpenHandle(path); bool taken; taken = flockSafe(own, LOCK_EX | LOCK_NB) == 0; if (!taken) throw new IOException();"
    )]
    [InlineData(
        "using var own = File.OpenHandle(path); while ({|LOCK5003:flockSafe(own, LOCK_EX | LOCK_NB)|} != 0) { var error = Marshal.GetLastPInvokeError(); if (error is not (11 or 35)) throw new IOException(); work(); }"
    )]
    [InlineData(
        "FileStream own; try { own = File.OpenRead(path); } catch (IOException) { return; } flockSafe(own.SafeFileHandle, LOCK_EX);"
    )]
    [InlineData("try { using var own = File.OpenRead(path); flockSafe(own.SafeFileHandle, LOCK_EX); } catch (Exception) { }")]
    [InlineData(
        "try { using var own = File.OpenRead(path); {|LOCK5003:flockSafe(own.SafeFileHandle, LOCK_EX)|}; } catch (FormatException) { }"
    )]
    [InlineData(
        "var how = new FileStreamOptions { Share = FileShare.ReadWrite }; how.BufferSize = 1; using var own = new FileStream(path, how); {|LOCK5003:flockSafe(own.SafeFileHandle, LOCK_EX)|};"
    )]
    [InlineData(
        "var how = new FileStreamOptions { Share = FileShare.ReadWrite }; how.Share = FileShare.None; using var own = new FileStream(path, how); flockSafe(own.SafeFileHandle, LOCK_EX);"
    )]
    [InlineData(
        "FileStream? own = null; try { own = File.OpenRead(path); {|LOCK5003:flockSafe(own.SafeFileHandle, LOCK_EX)|}; } catch { own?.Dispose(); throw; }"
    )]
    [InlineData(
        "try { using var own = File.OpenRead(path); {|LOCK5003:flockSafe(own.SafeFileHandle, LOCK_EX)|}; } catch (IOException) when (OperatingSystem.IsWindows() && path.Length > 3) { }"
    )]
    [InlineData(
        "try { using var own = File.OpenRead(path); flockSafe(own.SafeFileHandle, LOCK_EX); } catch (IOException) when (path.Length > 3) { }"
    )]
    [InlineData(
        "FileStream? own = null; try { own = File.OpenRead(path); flockSafe(own.SafeFileHandle, LOCK_EX); } catch (IOException e) { own?.Dispose(); throw new TimeoutException(path, e); }"
    )]
    [InlineData(
        "using var own = File.OpenHandle(path); while (true) { try { if ({|LOCK5003:flockSafe(own, LOCK_EX | LOCK_NB)|} != 0) throw new IOException(); break; } catch (IOException) { work(); } }"
    )]
    [InlineData("flockSafe(stream.SafeFileHandle, LOCK_EX);")]
    public Task What_the_code_is_ready_for(string statements) => Verify.AnalyzerAsync(HandleCode.Void(statements));

    [Theory]
    [InlineData(
        "_own = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);",
        "{|LOCK5003:flockSafe(_own.SafeFileHandle, LOCK_EX)|}"
    )]
    [InlineData(
        "_own = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);",
        "flockSafe(_own.SafeFileHandle, LOCK_EX)"
    )]
    [InlineData("var own = File.OpenRead(path); _own = own;", "{|LOCK5003:flockSafe(_own.SafeFileHandle, LOCK_EX)|}")]
    [InlineData("_own = path.Length > 3 ? null : given; ", "flockSafe(_own.SafeFileHandle, LOCK_EX)")]
    public Task Field_that_the_constructor_opens(string assignment, string call) =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                $$"""
                private readonly FileStream _own;

                public Store(string path, FileStream given)
                {
                    {{assignment}}
                }

                public bool Take() => {{call}} == 0;
                """
            )
        );

    [Fact]
    public Task Wrapper_is_reported_where_the_file_is_opened() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                static bool Take(FileStream file) => flockSafe(file.SafeFileHandle, LOCK_EX | LOCK_NB) == 0;

                bool M(string path)
                {
                    using var own = File.OpenRead(path);
                    return {|LOCK5003:Take(own)|};
                }
                """
            )
        );

    [Fact]
    public Task Wrapper_that_locks_otherwise_elsewhere() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                static bool Take(FileStream file)
                {
                    if (!OperatingSystem.IsMacOS())
                    {
                        try
                        {
                            file.Lock(0, 1);
                            return true;
                        }
                        catch (IOException)
                        {
                            return false;
                        }
                    }

                    if (flockSafe(file.SafeFileHandle, LOCK_EX | LOCK_NB) == 0)
                        return true;
                    if (Marshal.GetLastPInvokeError() is 11 or 35)
                        return false;
                    throw new IOException();
                }

                FileStream M(string path)
                {
                    var own = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite });
                    try
                    {
                        while (!{|LOCK5003:Take(own)|})
                            Thread.Sleep(10);
                        return own;
                    }
                    catch
                    {
                        own.Dispose();
                        throw;
                    }
                }
                """
            )
        );

    [Fact]
    public Task Caller_that_catches_the_refusal() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                bool Take(string path)
                {
                    using var own = File.OpenRead(path);
                    return flockSafe(own.SafeFileHandle, LOCK_EX | LOCK_NB) == 0;
                }

                bool M(string path)
                {
                    try
                    {
                        return Take(path);
                    }
                    catch (IOException)
                    {
                        return false;
                    }
                }
                """
            )
        );

    [Fact]
    public Task Net_Framework_locks_nothing_when_it_opens() =>
        new LockTest
        {
            ReferenceAssemblies = ReferenceAssemblies.NetFramework.Net472.Default,
            TestCode = """
                using System.IO;
                using System.Runtime.InteropServices;

                class Store
                {
                    [DllImport("libc")]
                    static extern int flock(SafeHandle file, int operation);

                    bool Take(string path)
                    {
                        using (var own = File.OpenRead(path))
                            return flock(own.SafeFileHandle, 2) == 0;
                    }
                }
                """,
        }.RunAsync();
}
