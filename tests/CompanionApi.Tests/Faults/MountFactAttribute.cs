using System.Diagnostics;

namespace CompanionApi.Tests.Faults;

/// <summary>A test that mounts a disk of its own: where that is not permitted it says that it is skipped.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsPermitted = new(Try);

    public MountFactAttribute()
    {
        if (!IsPermitted.Value)
        {
            Skip = "Mounting a file system is not permitted here (root on Linux is).";
        }
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("mailcrm-mount-").FullName;
        var isMounted = Disk.Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) == 0;
        if (isMounted)
        {
            Disk.Run("umount", folder);
        }

        Directory.Delete(folder);
        return isMounted;
    }
}

/// <summary>A small disk of the test's own at a folder.</summary>
internal sealed class Disk : IDisposable
{
    private readonly string filler;

    public Disk(int megabytes)
    {
        Folder = Directory.CreateTempSubdirectory("mailcrm-disk-").FullName;
        filler = Path.Combine(Folder, "filler");
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder));
    }

    public string Folder { get; }

    public static int Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>To the last byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(filler, FileMode.Append, FileAccess.Write, FileShare.None, 1);
        try
        {
            for (var block = new byte[4096]; ;)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(filler);

    public void MakeReadOnly(bool isReadOnly) =>
        Assert.Equal(0, Run("mount", "-o", $"remount,{(isReadOnly ? "ro" : "rw")}", Folder));

    public void Dispose()
    {
        // Lazy: a connection may still hold a file open.
        Run("umount", "-l", Folder);
        Directory.Delete(Folder, true);
    }
}
