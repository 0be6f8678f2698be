namespace FileLocking.Tests;

/// <summary>What a process has open and running on behalf of locks.</summary>
public static class Leftovers
{
    /// <summary>How many descriptors a process, by default this one, has open on a file, deleted or not; Linux only.</summary>
    public static int Descriptors(string path, int? process = null) =>
        Directory
            .EnumerateFileSystemEntries($"/proc/{process ?? Environment.ProcessId}/fd")
            .Count(link => TargetOf(link)?.StartsWith(path, StringComparison.Ordinal) == true);

    /// <summary>How many worker threads run; Linux only.</summary>
    public static int Workers() => WorkerThreads().Count();

    /// <summary>What the system tells of each worker thread: a directory under <c>/proc</c>; Linux only.</summary>
    public static IEnumerable<string> WorkerThreads() =>
        Directory.EnumerateDirectories("/proc/self/task").Where(task => NameOf(task) == "FileLock worker");

    public static void None(string path)
    {
        Eventually.Waiting(0);
        using (var free = new FileLock(path).TryAcquire(timeout: Eventually.Bound))
        {
            Assert.NotNull(free);
        }
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Eventually.True(() => Workers() == 0, "no worker thread is left");
        Assert.Equal(0, Descriptors(path));
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
