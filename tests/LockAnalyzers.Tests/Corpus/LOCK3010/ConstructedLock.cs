// An object that is called a lock, and whose constructor lets go of the file.
using System.IO;

namespace Scanners.Queue;

public sealed class QueueLock
{
    public QueueLock(string path)
    {
        using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            {|LOCK3010:file.Lock(0, long.MaxValue)|};
        }
    }
}
