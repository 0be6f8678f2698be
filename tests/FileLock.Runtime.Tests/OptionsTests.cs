namespace FileLocking.Tests;

/// <summary>What can be asked for, and the locks on directories.</summary>
public sealed class OptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Naming_a_lock_touches_nothing()
    {
        var file = new FileLock(_folder.File());
        Assert.Equal(_folder.File(), file.ToString());
        Assert.False(File.Exists(file.Path));
        Assert.True(Path.IsPathFullyQualified(new FileLock("relative.lock").Path));
    }

    [Fact]
    public void Which_file_it_is_is_asked_once_and_then_only_where_it_matters()
    {
        var platform = FaultyPlatform.Over();
        var host = (FaultyHost)platform.Host;
        var file = new FileLock(_folder.File(), null, platform);
        for (var i = 0; i < 3; i++)
        {
            using var held = file.Acquire();
            Assert.Null(file.TryAcquire());
        }
        Assert.Equal(1, host.Identifications);
        new FileLock(_folder.File(), new FileLockOptions { DeleteOnRelease = true }, platform).Acquire().Dispose();
        Assert.True(host.Identifications >= 4, "The file and what its path names, after locking and before deleting.");
    }

    [Fact]
    public void The_content_of_the_lock_file_is_never_truncated()
    {
        File.WriteAllText(_folder.File(), "content");
        new FileLock(_folder.File()).Acquire().Dispose();
        Assert.Equal("content", File.ReadAllText(_folder.File()));
    }

    [UnixFact("The folder decides on Windows.")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_new_lock_file_has_the_permissions_asked_for()
    {
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileLock(_folder.File(), new FileLockOptions { UnixCreateMode = Mine }).Acquire().Dispose();
        Assert.Equal(Mine, File.GetUnixFileMode(_folder.File()));
    }

    [Fact]
    public void Missing_directories_are_made_if_asked_for()
    {
        var path = Path.Combine(_folder.Path, "a", "b", "data.lock");
        new FileLock(path, new FileLockOptions { CreateDirectories = true }).Acquire().Dispose();
        Assert.True(File.Exists(path));

        File.WriteAllText(_folder.File("file"), "");
        var impossible = Path.Combine(_folder.File("file"), "b", "data.lock");
        Assert.Throws<FileLockException>(() => new FileLock(impossible, new FileLockOptions { CreateDirectories = true }).Acquire());
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void The_content_can_be_left_accessible_to_others(FileLockMechanism mechanism)
    {
        File.WriteAllText(_folder.File(), "readable");
        var file = new FileLock(_folder.File(), new FileLockOptions { Mechanism = mechanism, LockBeyondContent = true });
        using var held = file.Acquire();
        Assert.Null(file.TryAcquire());
        Assert.Null(file.TryAcquire(FileLockMode.Shared));
        if (mechanism == FileLockMechanism.SystemDefault && !OperatingSystem.IsWindows())
        {
            return; // flock: .NET's own open is refused
        }

        using var reader = new FileStream(_folder.File(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.Equal("readable", new StreamReader(reader).ReadToEnd());
    }

    [Fact]
    public void A_lock_for_reading_alone_does_not_write()
    {
        var file = new FileLock(_folder.File(), new FileLockOptions { Access = FileAccess.Read });
        using var held = file.Acquire();
        Assert.ThrowsAny<Exception>(() => RandomAccess.Write(held.SafeFileHandle, "x"u8, 0));
    }

    [Fact]
    public async Task A_directory_is_locked_beside_itself()
    {
        var directory = Directory.CreateDirectory(_folder.File("db")).FullName;
        var @lock = DirectoryLock.Create(directory + Path.DirectorySeparatorChar);
        Assert.Equal(directory + ".lock", @lock.Path);
        Assert.Throws<ArgumentException>(() => DirectoryLock.Create(Path.GetPathRoot(directory)!));

        var ran = false;
        @lock.Run(() =>
        {
            ran = @lock.TryAcquire() is null;
        });
        Assert.True(ran);
        Assert.True(@lock.Run(() => @lock.TryAcquire() is null));
        ran = false;
        await @lock.RunAsync(async token =>
        {
            await Task.Yield();
            ran = @lock.TryAcquire() is null;
        });
        Assert.True(ran);
        Assert.True(
            await @lock.RunAsync(async token =>
            {
                await Task.Yield();
                return @lock.TryAcquire() is null;
            })
        );
        Assert.Throws<InvalidOperationException>(() => @lock.Run(() => throw new InvalidOperationException()));
        // The lock would be released at the first await of the function.
        Assert.Equal(
            "function",
            Assert
                .IsType<ArgumentException>(
                    Record.Exception(() =>
                    {
                        @lock.Run(async () => await Task.Yield());
                    })
                )
                .ParamName
        );
        Assert.Throws<ArgumentException>(
            "function",
            () =>
            {
                @lock.Run(() => new ValueTask<int>(1));
            }
        );
        using (@lock.Acquire())
        {
            Assert.Throws<TimeoutException>(() => @lock.Run(() => Assert.Fail("It ran."), TimeSpan.FromMilliseconds(10)));
        }
        Assert.Empty(Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public void A_directory_can_be_locked_inside()
    {
        var directory = Directory.CreateDirectory(_folder.File("volume")).FullName;
        var inside = DirectoryLock.Create(directory, placement: DirectoryLockPlacement.Inside);
        Assert.Equal(Path.Combine(directory, ".lock"), inside.Path);
        inside.Acquire().Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(
            "placement",
            () => DirectoryLock.Create(directory, placement: (DirectoryLockPlacement)2)
        );
        DirectoryLock.Create(Path.GetPathRoot(directory)!, placement: DirectoryLockPlacement.Inside);
    }

    [UnixFact("Making a link is a privilege on Windows.")]
    public void A_directory_under_two_names_is_one()
    {
        var directory = Directory.CreateDirectory(_folder.File("real")).FullName;
        var link = _folder.File("link");
        Directory.CreateSymbolicLink(link, directory);
        var deeper = Directory.CreateDirectory(Path.Combine(directory, "below")).FullName;
        Directory.CreateSymbolicLink(_folder.File("up"), Path.Combine(link, "below", ".."));
        foreach (var name in new[] { link, link + "/", _folder.File("up"), Path.Combine(deeper, "..") })
        {
            Assert.Equal(DirectoryLock.Create(directory).Path, DirectoryLock.Create(name).Path);
        }
        using var held = DirectoryLock.Create(directory).Acquire();
        Assert.Null(DirectoryLock.Create(link).TryAcquire());
    }
}
