using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FileLocking.Tests;

/// <summary>What users get wrong, and what they find when they come: a clear exception, and nothing left behind.</summary>
public sealed partial class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\0b")]
    public void A_path_that_names_nothing_is_refused_at_once(string? path)
    {
        Assert.ThrowsAny<ArgumentException>(() => new FileLock(path!));
        Assert.ThrowsAny<ArgumentException>(() => DirectoryLock.Create(path!));
    }

    [Fact]
    public void A_missing_directory_is_named_and_not_created()
    {
        var path = Path.Combine(_folder.Path, "missing", "data.lock");
        var error = OpenFails(path);
        Assert.NotEqual(0, error.NativeErrorCode);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public void A_directory_is_not_a_lock_file() => OpenFails(_folder.Path);

    [Fact]
    public void A_name_that_is_too_long_is_an_error_of_the_system() =>
        Assert.NotEqual(0, OpenFails(_folder.File(new string('x', 300))).NativeErrorCode);

    [Fact]
    public void A_long_path_of_short_names_is_none()
    {
        var deep = Path.Combine(_folder.Path, Path.Combine([.. Enumerable.Repeat(new string('d', 100), 5)]));
        Directory.CreateDirectory(deep);
        new FileLock(Path.Combine(deep, "data.lock")).Acquire().Dispose();
        Assert.True(File.Exists(Path.Combine(deep, "data.lock")));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData((double)int.MaxValue + 1)]
    public void A_timeout_that_is_none_is_refused(double milliseconds)
    {
        var timeout = TimeSpan.FromMilliseconds(milliseconds);
        var file = new FileLock(LockPath);
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => file.Acquire(timeout: timeout));
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => file.TryAcquire(timeout: timeout));
        Assert.Throws<ArgumentOutOfRangeException>(
            "timeout",
            () =>
            {
                _ = file.AcquireAsync(timeout: timeout);
            }
        );
        Assert.Throws<ArgumentOutOfRangeException>(
            "timeout",
            () =>
            {
                _ = file.TryAcquireAsync(timeout: timeout);
            }
        );
        Assert.False(File.Exists(LockPath));
    }

    [Fact]
    public void Values_outside_their_enumerations_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("mode", () => new FileLock(LockPath).Acquire((FileLockMode)2));
        Assert.Throws<ArgumentException>("options", () => new FileLock(LockPath, new FileLockOptions { Mechanism = (FileLockMechanism)2 }));
        Assert.Throws<ArgumentException>("options", () => new FileLock(LockPath, new FileLockOptions { Access = FileAccess.Write }));
        Assert.Throws<ArgumentException>("options", () => new FileLock(LockPath, new FileLockOptions { TimeProvider = null! }));
    }

    [UnixTheory("Pipes have no place in a folder on Windows.")]
    [InlineData(FileAccess.Read)]
    [InlineData(FileAccess.ReadWrite)]
    public void A_pipe_at_the_path_is_refused_and_does_not_hang(FileAccess access)
    {
        Assert.Equal(0, mkfifo(LockPath, 0x1B6));
        OpenFails(LockPath, new FileLockOptions { Access = access }, "not a regular file");
    }

    [Fact]
    public void A_device_is_refused() => OpenFails(OperatingSystem.IsWindows() ? @"\\.\NUL" : "/dev/null", reason: "not a regular file");

    [UnixFact("Making a link is a privilege on Windows.")]
    public void A_planted_link_is_refused_unless_links_are_wanted()
    {
        var target = _folder.File("elsewhere");
        File.CreateSymbolicLink(LockPath, target);
        OpenFails(LockPath, reason: "symbolic link");
        Assert.False(File.Exists(target));
        new FileLock(LockPath, new FileLockOptions { FollowSymbolicLinks = true }).Acquire().Dispose();
        Assert.True(File.Exists(target));
    }

    [UnixFact("Making a link is a privilege on Windows.")]
    public void A_link_is_refused_even_where_the_lock_was_held_before()
    {
        var file = new FileLock(LockPath);
        file.Acquire().Dispose();
        File.Move(LockPath, _folder.File("elsewhere"));
        File.CreateSymbolicLink(LockPath, _folder.File("elsewhere"));
        Assert.Contains("symbolic link", Assert.Throws<FileLockException>(() => file.Acquire()).Message);
    }

    [LinuxFact("The shell's ulimit sets the stage.")]
    public void Running_out_of_descriptors_is_an_error_that_leaves_none_open()
    {
        using var other = OtherProcess.Start("/bin/sh", "-c", $"ulimit -n 100; exec '{OtherProcess.Program}' {OtherProcess.Switch}");
        Assert.StartsWith("Open 24 after ", other.Ask("exhaust", LockPath));
    }

    [LinuxFact("A small file system is mounted for it.")]
    public void A_full_disk_is_an_error_of_the_system()
    {
        WithMount("size=4k,nr_inodes=1", folder => Assert.Equal(28, OpenFails(Path.Combine(folder, "data.lock")).NativeErrorCode));
    }

    [LinuxFact("A read-only file system is mounted for it.")]
    public void A_read_only_directory_is_an_error_of_the_system()
    {
        WithMount("ro", folder => Assert.Equal(30, OpenFails(Path.Combine(folder, "data.lock")).NativeErrorCode));
    }

    [UnixFact("On Windows the name stays until the holder closes the file.")]
    public void A_deleted_lock_file_stays_locked_for_whom_has_it_open_and_is_made_anew()
    {
        var held = new FileLock(LockPath).Acquire();
        File.Delete(LockPath);
        // What the option DeleteOnRelease guards against.
        new FileLock(LockPath)
            .Acquire()
            .Dispose();
        Assert.True(File.Exists(LockPath));
        held.Dispose();
    }

    private FileLockException OpenFails(string path, FileLockOptions? options = null, string reason = "")
    {
        var before = Directory.GetFileSystemEntries(_folder.Path);
        var error = Assert.Throws<FileLockException>(() => new FileLock(path, options).TryAcquire());
        Assert.Throws<FileLockException>(() => new FileLock(path, options).Acquire());
        Assert.Throws<FileLockException>(() => new FileLock(path, options).AcquireAsync().AsTask().GetAwaiter().GetResult());
        Assert.Equal((FileLockOperation.Open, path), (error.Operation, error.Path));
        Assert.Contains(path, error.Message);
        Assert.Contains(reason, error.Message);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
        if (OperatingSystem.IsLinux() && path != "/dev/null")
        {
            Assert.Equal(0, Leftovers.Descriptors(path));
        }

        return error;
    }

    private void WithMount(string options, Action<string> test)
    {
        var folder = Directory.CreateDirectory(_folder.File("mount")).FullName;
        var mounted = Run("mount", "-t", "tmpfs", "-o", options, "none", folder) == 0;
        Assert.SkipUnless(mounted, "The tests may not mount file systems here.");
        try
        {
            test(folder);
        }
        finally
        {
            Run("umount", folder);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);
}
