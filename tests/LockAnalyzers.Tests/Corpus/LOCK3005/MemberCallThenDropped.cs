// Downgrade is called on the handle, which is then lost.
using FileLocking;

namespace Docs.Preview;

public class PreviewCache
{
    private readonly FileLock cacheLock = new("preview.lock");
    private int generation;

    public int NextGeneration()
    {
        {|LOCK3005:cacheLock.Acquire(FileLockMode.Exclusive)|}.Downgrade();
        return ++generation;
    }
}
